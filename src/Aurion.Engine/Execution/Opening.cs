using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>What a container is opened for.</summary>
/// <param name="Items">The items; null when it is opened once.</param>
/// <param name="Due">When its time is up; null when it has no limit.</param>
internal sealed record Opening(JsonText? Items, DateTimeOffset? Due);
