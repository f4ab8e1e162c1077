using System.Text.Json;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Reads what a person hands in to create or change a workflow, and lists everything that is wrong with it.</summary>
/// <param name="given">The body or the patch.</param>
/// <param name="faults">Takes the faults.</param>
/// <param name="conditions">What the host declares about fields and calendars; null is <see cref="ConditionOptions.Default"/>.</param>
internal sealed class WorkflowReader(JsonElement given, ICollection<Fault> faults, ConditionOptions? conditions = null)
{
    /// <summary>The most code points of a name.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Reads a new workflow.</summary>
    /// <returns>The draft; null when something is wrong.</returns>
    public Workflow? ReadNew(string id, DateTimeOffset now)
    {
        if (!IsObject())
        {
            return null;
        }

        if (!given.TryGetProperty("name", out _))
        {
            Add("name", "missing", "Field required", default);
        }

        return ReadOnto(new Workflow { Id = id, Name = string.Empty, CreatedAt = now, UpdatedAt = now });
    }

    /// <summary>Reads a change of a workflow.</summary>
    /// <returns>The workflow after it; null when something is wrong.</returns>
    public Workflow? ReadPatch(Workflow standing)
    {
        if (!IsObject())
        {
            return null;
        }

        var status = ReadStatus(standing.Status);
        return ReadOnto(standing with { Status = status });
    }

    private Workflow? ReadOnto(Workflow workflow)
    {
        var before = faults.Count;
        workflow = workflow with
        {
            Name = ReadName(workflow.Name),
            Description = ReadDescription(workflow.Description),
            Trigger = ReadTrigger(workflow.Trigger),
            Canvas = ReadCanvas(workflow.Canvas),
            Concurrency = ReadConcurrency(workflow.Concurrency),
        };
        return faults.Count == before && workflow.Name.Length > 0 ? workflow : null;
    }

    private bool IsObject()
    {
        if (given.ValueKind is JsonValueKind.Object)
        {
            return true;
        }

        faults.Add(FaultOf(FaultPath.Root, "dict_type", "Input should be a valid dictionary", given));
        return false;
    }

    private string ReadName(string standing)
    {
        if (!given.TryGetProperty("name", out var value))
        {
            return standing;
        }

        if (value.ValueKind is not JsonValueKind.String)
        {
            Add("name", "string_type", "Input should be a valid string", value);
            return standing;
        }

        var name = value.GetString()!;
        if (name.Length == 0)
        {
            Add("name", "string_too_short", "String should have at least 1 character", value);
        }
        else if (string.IsNullOrWhiteSpace(name))
        {
            Add("name", "string_blank", "String should not be blank", value);
        }
        else if (name.Length > MaxNameLength && name.EnumerateRunes().Count() > MaxNameLength)
        {
            Add("name", "string_too_long", $"String should have at most {MaxNameLength} characters", value);
        }

        return name;
    }

    private string? ReadDescription(string? standing)
    {
        if (!given.TryGetProperty("description", out var value))
        {
            return standing;
        }

        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Null)
        {
            return value.GetString();
        }

        Add("description", "string_type", "Input should be a valid string", value);
        return standing;
    }

    private TriggerConfig ReadTrigger(TriggerConfig standing) =>
        given.TryGetProperty("trigger_config", out var value)
            ? TriggerConfig.Read(JsonText.From(value), FaultPath.Root.Member("trigger_config"), faults, conditions) ?? standing
            : standing;

    private CanvasDefinition ReadCanvas(CanvasDefinition standing)
    {
        if (!given.TryGetProperty("canvas_definition", out var value))
        {
            return standing;
        }

        if (value.ValueKind is JsonValueKind.Object)
        {
            return CanvasDefinition.Parse(JsonText.From(value));
        }

        Add("canvas_definition", "dict_type", "Input should be a valid dictionary", value);
        return standing;
    }

    private JsonText? ReadConcurrency(JsonText? standing)
    {
        if (!given.TryGetProperty("concurrency", out var value))
        {
            return standing;
        }

        if (value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.Object)
        {
            Add("concurrency", "dict_type", "Input should be a valid dictionary", value);
            return standing;
        }

        var at = FaultPath.Root.Member("concurrency");
        if (value.TryGetProperty("key", out var key) && key.ValueKind is not JsonValueKind.String)
        {
            faults.Add(FaultOf(at.Member("key"), "string_type", "Input should be a valid string", key));
        }

        if (!value.TryGetProperty("limit", out var limit))
        {
            faults.Add(FaultOf(at.Member("limit"), "missing", "Field required", default));
        }
        else if (limit.ValueKind is not JsonValueKind.Number || !limit.TryGetInt32(out var most))
        {
            faults.Add(FaultOf(at.Member("limit"), "int_type", "Input should be a valid integer", limit));
        }
        else if (most < 1)
        {
            faults.Add(FaultOf(at.Member("limit"), "greater_than_equal", "Input should be greater than or equal to 1", limit));
        }

        if (value.TryGetProperty("on_conflict", out var conflict)
            && !(conflict.ValueKind is JsonValueKind.String && conflict.GetString() is "queue" or "skip" or "replace"))
        {
            faults.Add(FaultOf(at.Member("on_conflict"), "enum", "Input should be 'queue', 'skip' or 'replace'", conflict));
        }

        return JsonText.From(value);
    }

    private WorkflowStatus ReadStatus(WorkflowStatus standing)
    {
        if (!given.TryGetProperty("status", out var value))
        {
            return standing;
        }

        switch (value.ValueKind is JsonValueKind.String ? value.GetString() : null)
        {
            case "archived":
                return WorkflowStatus.Archived;
            case "draft":
                return WorkflowStatus.Draft;
            default:
                Add("status", "enum", "Input should be 'draft' or 'archived'", value);
                return standing;
        }
    }

    private void Add(string member, string type, string message, JsonElement input) => faults.Add(FaultOf(FaultPath.Root.Member(member), type, message, input));

    private static Fault FaultOf(FaultPath at, string type, string message, JsonElement input) => new()
    {
        Path = at,
        Type = type,
        Message = message,
        Input = input.ValueKind is JsonValueKind.Undefined ? null : JsonText.From(input),
    };
}
