using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>An approval node. Texts may hold placeholders; they are resolved when the request is made.</summary>
/// <param name="Title">The title; null takes the node's name.</param>
/// <param name="Message">The message; null when there is none.</param>
/// <param name="Approvers">A text, or a list of texts: <c>user:…</c>, <c>role:…</c>, <c>team:…</c>.</param>
/// <param name="Required">The approvals needed; null is one of each entry.</param>
/// <param name="RejectOn">The rejections that end it.</param>
/// <param name="ExpiresIn">How long it stays open; null for ever.</param>
/// <param name="OnExpire">The port that it leaves by when the time runs out.</param>
/// <param name="ExcludesRequester">Whether the requester may not vote.</param>
internal sealed record ApprovalSettings(
    JsonTemplate? Title,
    JsonTemplate? Message,
    JsonTemplate? Approvers,
    int? Required,
    int RejectOn,
    TimeSpan? ExpiresIn,
    string OnExpire,
    bool ExcludesRequester)
{
    public static ApprovalSettings Read(in ConfigReader config)
    {
        var approvers = ReadApprovers(config, out var onlyUsers);
        var required = ReadRequired(config);
        if (required > onlyUsers)
        {
            config.TryGet("required", out var found);
            config.Add(config.At.Member("required"), "too_few_approvers", $"{required} approvals are required, but only {onlyUsers} {(onlyUsers == 1 ? "person is" : "people are")} listed: it could never be approved.", found);
        }

        var expiresIn = config.Duration("expires_in");
        if (expiresIn <= TimeSpan.Zero)
        {
            config.TryGet("expires_in", out var found);
            config.Add(config.At.Member("expires_in"), "out_of_range", "\"expires_in\" must be longer than nothing.", found);
        }

        return new ApprovalSettings(
            TextOf(config, "title"),
            TextOf(config, "message"),
            approvers,
            required,
            ReadRejectOn(config),
            expiresIn,
            config.Choice("on_expire", "expired", ["expired", "approved", "rejected"]),
            config.Flag("exclude_requester", false));
    }

    /// <summary>Tells whether a text names someone who may vote.</summary>
    public static bool IsApprover(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        && text.AsSpan(0, colon) is "user" or "role" or "team"
        && !text.AsSpan(colon + 1).IsWhiteSpace();

    private static JsonTemplate? TextOf(in ConfigReader config, string name) =>
        config.Text(name) is not null && config.TryGet(name, out var value) ? JsonTemplate.From(value) : null;

    // onlyUsers: how many people are listed when no role, team or placeholder is; else no limit is known.
    private static JsonTemplate? ReadApprovers(in ConfigReader config, out int onlyUsers)
    {
        onlyUsers = int.MaxValue;
        if (!config.TryGet("approvers", out var value) || value is { ValueKind: JsonValueKind.Array } && value.GetArrayLength() == 0)
        {
            config.Add(config.At.Member("approvers"), "no_approvers", "An approval needs \"approvers\": nobody could decide it. Allowed are user:…, role:… and team:….", value);
            return null;
        }

        if (value.ValueKind is JsonValueKind.Array)
        {
            var people = new HashSet<string>(StringComparer.Ordinal);
            var othersToo = false;
            var at = config.At.Member("approvers");
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                Check(config, at.Item(index++), item);
                othersToo |= item.ValueKind is not JsonValueKind.String || !item.GetString()!.StartsWith("user:", StringComparison.Ordinal) || HasPlaceholder(item);
                _ = item.ValueKind is JsonValueKind.String && people.Add(item.GetString()!);
            }

            onlyUsers = othersToo ? int.MaxValue : people.Count;
        }
        else
        {
            Check(config, config.At.Member("approvers"), value);
            onlyUsers = value.ValueKind is JsonValueKind.String && value.GetString()!.StartsWith("user:", StringComparison.Ordinal) && !HasPlaceholder(value) ? 1 : int.MaxValue;
        }

        return JsonTemplate.From(value);
    }

    private static bool HasPlaceholder(JsonElement text) => text.GetString()!.Contains("{{", StringComparison.Ordinal);

    private static void Check(in ConfigReader config, FaultPath at, JsonElement approver)
    {
        if (approver.ValueKind is not JsonValueKind.String || (!HasPlaceholder(approver) && !IsApprover(approver.GetString()!)))
        {
            config.Add(at, "bad_approver", $"An approver is written user:…, role:… or team:…, not {JsonKinds.Describe(approver)}.", approver);
        }
    }

    private static int? ReadRequired(in ConfigReader config)
    {
        if (config.TryGet("required", out var value) && value.ValueKind is JsonValueKind.String)
        {
            if (value.ValueEquals("all"u8))
            {
                return null;
            }

            config.Wrong("required", "a whole number from 1 on, or \"all\"", value);
        }

        return value.ValueKind is JsonValueKind.String ? 1 : config.WholeNumber("required", 1, 1_000) ?? 1;
    }

    private static int ReadRejectOn(in ConfigReader config)
    {
        if (config.TryGet("reject_on", out var value) && value.ValueKind is JsonValueKind.String)
        {
            if (!value.ValueEquals("first"u8))
            {
                config.Wrong("reject_on", "a whole number from 1 on, or \"first\"", value);
            }

            return 1;
        }

        return config.WholeNumber("reject_on", 1, 1_000) ?? 1;
    }
}
