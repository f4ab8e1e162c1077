using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>What the conditions of a wait see: the event's payload, and beside it what the run knows under its reserved names.</summary>
internal sealed class EventFields(Turn turn, JsonText payload) : FieldSource
{
    public override JsonElement Find(FieldPath path) => RunFields.IsReserved(path) ? turn.Find(path) : path.Find(payload.Element);
}
