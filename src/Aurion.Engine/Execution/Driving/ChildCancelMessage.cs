using System.Text.Json;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The message that ends a run which nobody waits for any more.</summary>
internal static class ChildCancelMessage
{
    public const string Kind = "workflow.cancel";

    public static Message Of(Marking caller, RunEvent.ChildCancelled cancelled) => new()
    {
        Id = $"cancel/{cancelled.Child}",
        Tenant = caller.Tenant,
        Kind = Kind,
        Body = MessageBody.Of(writer => writer.WriteString("run", cancelled.Child.Value)),
    };

    public static bool TryRead(Message message, out RunId run)
    {
        var id = message.Body.Element is { ValueKind: JsonValueKind.Object } body ? body.Text("run") : null;
        run = new RunId(id ?? string.Empty);
        return id is not null;
    }
}
