using System.Text.Json;
using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>The stored form of what a token waits for: members of the token's own object.</summary>
internal static class MarkingWaits
{
    public static void Write(Utf8JsonWriter writer, Wait? wait)
    {
        if (wait is null)
        {
            return;
        }

        writer.WriteString("key"u8, wait.Key);
        if (wait.Since is { } since)
        {
            writer.WriteString("since"u8, since);
        }

        switch (wait)
        {
            case Wait.Result result:
                writer.WriteString("wait"u8, "result"u8);
                MarkingJson.WriteJson(writer, "parameters"u8, result.Parameters);
                if (result.IsBegun)
                {
                    writer.WriteBoolean("begun"u8, true);
                }

                break;
            case Wait.Pending pending:
                writer.WriteString("wait"u8, "pending"u8);
                MarkingJson.WriteJson(writer, "parameters"u8, pending.Parameters);
                break;
            case Wait.Retry retry:
                writer.WriteString("wait"u8, "retry"u8);
                writer.WriteString("due"u8, retry.Due);
                MarkingJson.WriteJson(writer, "parameters"u8, retry.Parameters);
                break;
            case Wait.Until until:
                writer.WriteString("wait"u8, "until"u8);
                writer.WriteString("due"u8, until.Due);
                break;
            case Wait.Vote vote:
                writer.WriteString("wait"u8, "vote"u8);
                writer.WriteString("approval"u8, vote.Approval.Value);
                if (vote.Due is { } due)
                {
                    writer.WriteString("due"u8, due);
                }

                if (vote.IsTended)
                {
                    writer.WriteBoolean("expiring"u8, true);
                }

                break;
            case Wait.Siblings siblings:
                writer.WriteString("wait"u8, "siblings"u8);
                writer.WriteNumber("edge"u8, siblings.Edge);
                break;
            case Wait.Event happened:
                writer.WriteString("wait"u8, "event"u8);
                writer.WriteString("event_type"u8, happened.EventType);
                writer.WriteString("correlation"u8, happened.Correlation);
                writer.WriteString("from"u8, happened.From);
                if (happened.Due is { } timeout)
                {
                    writer.WriteString("due"u8, timeout);
                }

                break;
            case Wait.Child child:
                writer.WriteString("wait"u8, "child"u8);
                writer.WriteString("run"u8, child.Run.Value);
                break;
            case Wait.Held held:
                writer.WriteString("wait"u8, "held"u8);
                if (held.Port is { } port)
                {
                    writer.WriteNumber("port"u8, port);
                }

                break;
            case Wait.Inside inside:
                writer.WriteString("wait"u8, "inside"u8);
                writer.WriteNumber("inside"u8, inside.Scope);
                if (inside.Due is { } limit)
                {
                    writer.WriteString("due"u8, limit);
                }

                break;
            default:
                throw new InvalidOperationException($"There is no stored form of {wait.GetType().Name}.");
        }
    }

    public static Wait? Read(JsonElement token)
    {
        if (MarkingJson.Text(token, "wait"u8) is not { } kind)
        {
            return null;
        }

        var key = MarkingJson.Text(token, "key"u8) ?? throw new JsonException("A wait has no key.");
        Wait wait = kind switch
        {
            "result" => new Wait.Result(key, MarkingJson.Json(token, "parameters"u8) ?? JsonText.EmptyObject, token.TryGetProperty("begun"u8, out var begun) && begun.GetBoolean()),
            "pending" => new Wait.Pending(key, MarkingJson.Json(token, "parameters"u8) ?? JsonText.EmptyObject),
            "retry" => new Wait.Retry(key, token.GetProperty("due"u8).GetDateTimeOffset(), MarkingJson.Json(token, "parameters"u8) ?? JsonText.EmptyObject),
            "until" => new Wait.Until(key, token.GetProperty("due"u8).GetDateTimeOffset()),
            "vote" => new Wait.Vote(key, new ApprovalId(token.GetProperty("approval"u8).GetString()!), MarkingJson.Instant(token, "due"u8), token.TryGetProperty("expiring"u8, out var expiring) && expiring.GetBoolean()),
            "siblings" => new Wait.Siblings(key, MarkingJson.Number(token, "edge"u8, -1)),
            "event" => new Wait.Event(
                key, token.GetProperty("event_type"u8).GetString()!, token.GetProperty("correlation"u8).GetString()!, token.GetProperty("from"u8).GetDateTimeOffset(), MarkingJson.Instant(token, "due"u8)),
            "child" => new Wait.Child(key, new RunId(token.GetProperty("run"u8).GetString()!)),
            "held" => new Wait.Held(key, token.TryGetProperty("port"u8, out var port) ? port.GetInt32() : null),
            "inside" => new Wait.Inside(key, token.GetProperty("inside"u8).GetInt32(), MarkingJson.Instant(token, "due"u8)),
            _ => throw new JsonException($"The marking has a wait of the kind \"{kind}\", which this build does not know."),
        };
        return MarkingJson.Instant(token, "since"u8) is { } since ? wait with { Since = since } : wait;
    }
}
