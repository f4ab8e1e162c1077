using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The message that tells a run how one that it called has ended.</summary>
internal static class ChildEndMessage
{
    public const string Kind = "workflow.ended";

    public static Message Of(TenantId tenant, RunId child, ParentStep parent, RunStatus status, JsonText? output, string? error) => new()
    {
        Id = $"ended/{child}",
        Tenant = tenant,
        Kind = Kind,
        Body = MessageBody.Of(writer =>
        {
            writer.WriteString("run", parent.Run.Value);
            writer.WriteString("key", parent.Key);
            writer.WriteString("child", child.Value);
            writer.WriteString("status", status switch { RunStatus.Completed => "completed", RunStatus.Cancelled => "cancelled", _ => "failed" });
            writer.Json("output", output);
            writer.Text("error", error);
        }),
    };

    public static bool TryRead(Message message, out RunId parent, [NotNullWhen(true)] out RunInput.ChildEnded? ended)
    {
        (parent, ended) = (default, null);
        var body = message.Body.Element;
        if (body.ValueKind is not JsonValueKind.Object || body.Text("run") is not { } run || body.Text("key") is not { } key || body.Text("child") is not { } child)
        {
            return false;
        }

        parent = new RunId(run);
        ended = new RunInput.ChildEnded
        {
            At = default,
            Key = key,
            Child = new RunId(child),
            Status = body.Text("status") switch { "completed" => RunStatus.Completed, "cancelled" => RunStatus.Cancelled, _ => RunStatus.Failed },
            Output = body.Json("output"),
            Error = body.Text("error"),
        };
        return true;
    }
}
