using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Reads a <c>trigger_config</c> and notes everything that is wrong with it.</summary>
internal static class TriggerConfigReader
{
    private const int MaxTypeLength = 200;

    public static TriggerConfig? Read(JsonText text, FaultPath at, ICollection<Fault> faults, ConditionOptions? conditions)
    {
        var found = new List<Fault>();
        var config = new ConfigReader(text.Element, at, found, conditions);
        TriggerConfig? trigger = null;
        if (text.Element.ValueKind is JsonValueKind.Null)
        {
            config.Add(at, "config_type", "The trigger must be an object with a \"type\", not null.", text.Element);
        }
        else if (found.Count == 0)
        {
            trigger = Read(text, config);
        }

        foreach (var fault in found)
        {
            faults.Add(fault);
        }

        return found.Count == 0 ? trigger : null;
    }

    /// <summary>Reads a stored one: conditions that the host's declarations no longer allow, or that are read without them, stay; they are judged when an event comes.</summary>
    public static TriggerConfig? ReadStored(JsonText text, ICollection<Fault> faults)
    {
        var found = new List<Fault>();
        var trigger = Read(text, FaultPath.Root, found, conditions: null);
        if (trigger is null && found.TrueForAll(static fault => fault.Path.Steps() is [{ Member: "conditions" }, ..]))
        {
            return Read(text, new ConfigReader(text.Element, FaultPath.Root, [], options: null));
        }

        found.ForEach(faults.Add);
        return trigger;
    }

    private static TriggerConfig? Read(JsonText text, in ConfigReader config)
    {
        if (!config.Has("type"))
        {
            config.Missing("type", "A trigger needs a \"type\": manual, event, webhook, schedule or time.");
            return null;
        }

        switch (config.Choice("type", string.Empty, ["manual", "event", "webhook", "schedule", "time"]))
        {
            case "manual":
                return TriggerConfig.Create(text, TriggerType.Manual);
            case "webhook":
                return TriggerConfig.Create(text, TriggerType.Webhook);
            case "event":
                return TriggerConfig.Create(text, TriggerType.Event) with
                {
                    EventTypes = ReadEventTypes(config),
                    Conditions = ReadConditions(config),
                };
            case "schedule":
                return TriggerConfig.Create(text, TriggerType.Schedule) with { Cron = ReadCron(config), TimeZone = ReadZone(config), CatchUp = ReadCatchUp(config) };
            case "time":
                return TriggerConfig.Create(text, TriggerType.Time) with { TimeCondition = ReadTimeCondition(config), Conditions = ReadConditions(config) };
            default:
                return null;
        }
    }

    private static ConditionGroup? ReadConditions(in ConfigReader config) => config.TryGet("conditions", out var conditions)
        ? ConditionJson.Read(conditions, config.At.Member("conditions"), config.Faults, config.Options)
        : null;

    private static ImmutableArray<string> ReadEventTypes(in ConfigReader config)
    {
        if (!config.TryGet("event_types", out var list))
        {
            config.Missing("event_types", "A trigger of the type event needs \"event_types\": a list such as [\"ticket.created\"].");
            return [];
        }

        if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            config.Wrong("event_types", "a list of at least one event type, such as [\"ticket.created\"]", list);
            return [];
        }

        var types = ImmutableArray.CreateBuilder<string>(list.GetArrayLength());
        var at = config.At.Member("event_types");
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.String || string.IsNullOrWhiteSpace(item.GetString()) || item.GetString()!.EnumerateRunes().Count() > MaxTypeLength)
            {
                config.Add(at.Item(index), "wrong_type", $"An event type must be a text of 1 to {MaxTypeLength} characters, not {JsonKinds.Describe(item)}.", item);
            }
            else
            {
                types.Add(item.GetString()!);
            }

            index++;
        }

        return types.DrainToImmutable();
    }

    // The shape alone: the package that runs schedules knows the calendar.
    private static string? ReadCron(in ConfigReader config)
    {
        var cron = config.Text("cron");
        if (cron is null)
        {
            if (!config.Has("cron"))
            {
                config.Missing("cron", "A trigger of the type schedule needs \"cron\": five fields, such as \"0 9 * * MON-FRI\".");
            }

            return null;
        }

        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5 || fields.Any(static field => !field.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '*' or ',' or '-' or '/' or '?' or '#')))
        {
            config.TryGet("cron", out var found);
            config.Add(config.At.Member("cron"), "bad_cron", $"\"cron\" must have five fields (minute, hour, day, month, weekday), such as \"0 9 * * MON-FRI\", not {JsonKinds.Describe(found)}.", found);
        }

        return cron;
    }

    private static CatchUp ReadCatchUp(in ConfigReader config) => config.Choice("catch_up", "one", ["one", "skip", "all"]) switch
    {
        "skip" => CatchUp.Skip,
        "all" => CatchUp.All,
        _ => CatchUp.One,
    };

    private static string ReadZone(in ConfigReader config)
    {
        var zone = config.Text("time_zone");
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            config.TryGet("time_zone", out var found);
            config.Add(config.At.Member("time_zone"), "unknown_time_zone", $"\"time_zone\" must be an IANA zone, such as \"Europe/Berlin\", not {JsonKinds.Describe(found)}.", found);
        }

        return zone ?? "UTC";
    }

    private static JsonText? ReadTimeCondition(in ConfigReader config)
    {
        if (!config.TryGet("time_condition", out var condition))
        {
            config.Missing("time_condition", "A trigger of the type time needs a \"time_condition\", such as {\"older_than_minutes\": 60, \"status\": [\"open\"]}.");
            return null;
        }

        var members = config.Members("time_condition");
        if (condition.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        if (members.WholeNumber("older_than_minutes", 0, int.MaxValue) is null && !members.Has("older_than_minutes"))
        {
            members.Missing("older_than_minutes", "A time condition needs \"older_than_minutes\": a whole number from 0 on.");
        }

        if (members.TryGet("status", out var status) && (status.ValueKind is not JsonValueKind.Array || status.EnumerateArray().Any(static item => item.ValueKind is not JsonValueKind.String)))
        {
            members.Wrong("status", "a list of texts", status);
        }

        members.Choice("basis", "status_changed_at", ["status_changed_at", "created_at", "updated_at", "last_customer_reply_at", "last_agent_reply_at"]);
        return JsonText.Copy(condition);
    }
}
