using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The message that has people told about an approval request, once for its id.</summary>
internal static class ApprovalMessage
{
    public const string Kind = "approval.notify";

    /// <summary>Writes the messages for the requests that a decision opens: they leave with its commit.</summary>
    public static ImmutableArray<Message> Of(ImmutableArray<Effect> effects)
    {
        ImmutableArray<Message>.Builder? messages = null;
        foreach (var effect in effects)
        {
            if (effect is Effect.RequestApproval request)
            {
                (messages ??= ImmutableArray.CreateBuilder<Message>(1)).Add(Of(request.Approval, new DueNotice(ApprovalNoticeKind.Requested)));
            }
        }

        return messages?.DrainToImmutable() ?? [];
    }

    /// <summary>Writes the messages for a change to a request: they leave with its write. Nobody is told of one that ended.</summary>
    public static ImmutableArray<Message> Of(Approval approval, ImmutableArray<DueNotice> notices) =>
        approval.Status is ApprovalStatus.Pending ? [.. notices.Select(notice => Of(approval, notice))] : [];

    /// <summary>Reads the message.</summary>
    /// <returns>False when it names no request or no notice.</returns>
    public static bool TryRead(Message message, [NotNullWhen(true)] out ApprovalId? id, out DueNotice notice)
    {
        id = null;
        notice = default;
        var body = message.Body.Element;
        if (body.ValueKind is not JsonValueKind.Object
            || !body.TryGetProperty("approval_id", out var approval) || approval.ValueKind is not JsonValueKind.String
            || !body.TryGetProperty("notice", out var kind) || kind.ValueKind is not JsonValueKind.String
            || KindOf(kind.GetString()!) is not { } known)
        {
            return false;
        }

        id = new ApprovalId(approval.GetString()!);
        notice = new DueNotice(known, body.TryGetProperty("number", out var number) && number.TryGetInt32(out var count) ? count : 0);
        return true;
    }

    private static Message Of(Approval approval, DueNotice notice) => new()
    {
        Id = notice.Number == 0
            ? $"approval/{approval.Id}/{Word(notice.Kind)}"
            : string.Create(CultureInfo.InvariantCulture, $"approval/{approval.Id}/{Word(notice.Kind)}/{notice.Number}"),
        Tenant = approval.Tenant,
        Kind = Kind,
        Body = BodyOf(approval.Id, notice),
    };

    private static JsonText BodyOf(ApprovalId id, DueNotice notice)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("approval_id", id.Value);
            writer.WriteString("notice", Word(notice.Kind));
            if (notice.Number > 0)
            {
                writer.WriteNumber("number", notice.Number);
            }

            writer.WriteEndObject();
        }

        return new JsonText(buffer.WrittenSpan.ToArray());
    }

    private static string Word(ApprovalNoticeKind kind) => kind switch
    {
        ApprovalNoticeKind.Requested => "requested",
        ApprovalNoticeKind.Reminder => "reminder",
        ApprovalNoticeKind.Escalated => "escalated",
        _ => "delegated",
    };

    private static ApprovalNoticeKind? KindOf(string word) => word switch
    {
        "requested" => ApprovalNoticeKind.Requested,
        "reminder" => ApprovalNoticeKind.Reminder,
        "escalated" => ApprovalNoticeKind.Escalated,
        "delegated" => ApprovalNoticeKind.Delegated,
        _ => null,
    };
}
