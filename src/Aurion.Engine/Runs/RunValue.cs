using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>A value too big for the marking (over 4 KB), written once under its name.</summary>
/// <param name="Name">The name, unique within the run.</param>
/// <param name="Value">The value.</param>
public sealed record RunValue(string Name, JsonText Value);
