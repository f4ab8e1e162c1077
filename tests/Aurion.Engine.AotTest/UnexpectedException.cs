using System.Diagnostics.CodeAnalysis;

namespace Aurion.Engine.AotTest;

/// <summary>Something did not come out as it must.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown by this program alone.")]
internal sealed class UnexpectedException(string message) : Exception(message);
