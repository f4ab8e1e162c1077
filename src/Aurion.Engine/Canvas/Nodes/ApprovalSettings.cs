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
/// <param name="RemindEvery">How often people are reminded; null never.</param>
/// <param name="EscalateAfter">How long it is open before others may vote too; null for ever.</param>
/// <param name="EscalateTo">Who they are, written as the approvers are; null when nobody.</param>
/// <param name="AllowsDelegation">Whether a person may hand their say over.</param>
internal sealed record ApprovalSettings(
    JsonTemplate? Title,
    JsonTemplate? Message,
    JsonTemplate? Approvers,
    int? Required,
    int RejectOn,
    TimeSpan? ExpiresIn,
    string OnExpire,
    bool ExcludesRequester,
    TimeSpan? RemindEvery,
    TimeSpan? EscalateAfter,
    JsonTemplate? EscalateTo,
    bool AllowsDelegation)
{
    private static readonly TimeSpan LeastReminder = TimeSpan.FromMinutes(1);

    /// <summary>Gets a value indicating whether no text holds a placeholder: each run asks the same.</summary>
    public bool IsConstant { get; } =
        Title is null or { IsConstant: true } && Message is null or { IsConstant: true } && Approvers is null or { IsConstant: true } && EscalateTo is null or { IsConstant: true };

    public static ApprovalSettings Read(in ConfigReader config)
    {
        if (!config.TryGet("approvers", out var listed) || listed is { ValueKind: JsonValueKind.Array } && listed.GetArrayLength() == 0)
        {
            config.Add(config.At.Member("approvers"), "no_approvers", "An approval needs \"approvers\": nobody could decide it. Allowed are user:…, role:… and team:….", listed);
        }

        var people = new HashSet<string>(StringComparer.Ordinal);
        var approvers = ReadApprovers(config, "approvers", people, out var isOpen);
        var escalateTo = ReadApprovers(config, "escalate_to", people, out var isOpenLater);
        var onlyUsers = isOpen || isOpenLater ? int.MaxValue : people.Count;
        var required = ReadRequired(config);
        if (approvers is not null && required > onlyUsers)
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

        var remindEvery = config.Duration("remind_every");
        if (remindEvery < LeastReminder)
        {
            config.TryGet("remind_every", out var found);
            config.Add(config.At.Member("remind_every"), "out_of_range", "\"remind_every\" must be a minute or longer.", found);
        }

        return new ApprovalSettings(
            TextOf(config, "title"),
            TextOf(config, "message"),
            approvers,
            required,
            ReadRejectOn(config),
            expiresIn,
            config.Choice("on_expire", "expired", ["expired", "approved", "rejected"]),
            config.Flag("exclude_requester", false),
            remindEvery,
            ReadEscalateAfter(config, escalateTo is not null),
            escalateTo,
            config.Flag("allow_delegation", true));
    }

    /// <summary>Tells whether a text names someone who may vote.</summary>
    public static bool IsApprover(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        && text.AsSpan(0, colon) is "user" or "role" or "team"
        && !text.AsSpan(colon + 1).IsWhiteSpace();

    private static JsonTemplate? TextOf(in ConfigReader config, string name) =>
        config.Text(name) is not null && config.TryGet(name, out var value) ? JsonTemplate.From(value) : null;

    private static TimeSpan? ReadEscalateAfter(in ConfigReader config, bool hasTarget)
    {
        var after = config.Duration("escalate_after");
        if (after <= TimeSpan.Zero)
        {
            config.TryGet("escalate_after", out var found);
            config.Add(config.At.Member("escalate_after"), "out_of_range", "\"escalate_after\" must be longer than nothing.", found);
        }

        if (after is not null && !hasTarget)
        {
            config.Missing("escalate_to", "\"escalate_after\" needs \"escalate_to\": who may vote from then on. Allowed are user:…, role:… and team:….");
        }
        else if (after is null && hasTarget && !config.Has("escalate_after"))
        {
            config.Missing("escalate_after", "\"escalate_to\" needs \"escalate_after\": how long the request is open before that, for example \"PT4H\".");
        }

        return after;
    }

    /// <summary>Reads who is listed; null when nobody is.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="name">The member.</param>
    /// <param name="people">Takes the users that are named.</param>
    /// <param name="isOpen">Whether there may be more: a role, a team or a placeholder is listed.</param>
    private static JsonTemplate? ReadApprovers(in ConfigReader config, string name, HashSet<string> people, out bool isOpen)
    {
        isOpen = false;
        if (!config.TryGet(name, out var value) || value is { ValueKind: JsonValueKind.Array } && value.GetArrayLength() == 0)
        {
            return null;
        }

        var at = config.At.Member(name);
        if (value.ValueKind is not JsonValueKind.Array)
        {
            Check(config, at, value);
            isOpen = Note(value, people);
            return JsonTemplate.From(value);
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            Check(config, at.Item(index++), item);
            isOpen |= Note(item, people);
        }

        return JsonTemplate.From(value);
    }

    private static bool Note(JsonElement approver, HashSet<string> people)
    {
        if (approver.ValueKind is not JsonValueKind.String || HasPlaceholder(approver) || !approver.GetString()!.StartsWith("user:", StringComparison.Ordinal))
        {
            return true;
        }

        people.Add(approver.GetString()!);
        return false;
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
