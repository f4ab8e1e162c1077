using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>The stored form of a marking, format 1. Members that hold their default are left out; all are optional on read.</summary>
internal static class MarkingJson
{
    // What a run carries was at most 64 levels deep when it came, and lies a few levels deeper here.
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = StrictJson.MaxDepth + 16 };

    public static void Write(Marking marking, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteNumber("format"u8, Marking.CurrentFormat);
        writer.WriteString("now"u8, marking.Now);
        if (marking.Status is not RunStatus.Pending)
        {
            writer.WriteString("status"u8, StatusName(marking.Status));
        }

        WriteNumber(writer, "paused_by"u8, (int)marking.PausedBy, 0);
        AdmissionJson.Write(writer, marking.Admission);
        WriteText(writer, "run"u8, Named(marking.Run.Value));
        WriteText(writer, "tenant"u8, Named(marking.Tenant.Value));
        WriteText(writer, "conversation_id"u8, marking.ConversationId);
        WriteText(writer, "requested_by"u8, marking.RequestedBy);
        WriteText(writer, "event_type"u8, marking.EventType);
        WriteNumber(writer, "depth"u8, marking.Depth, 0);
        WriteText(writer, "parent"u8, marking.Parent?.Run.Value);
        WriteText(writer, "parent_key"u8, marking.Parent?.Key);
        WriteJson(writer, "payload"u8, marking.Payload.Equals(JsonText.EmptyObject) ? null : marking.Payload);
        WriteJson(writer, "before"u8, marking.Before);
        WriteJson(writer, "conversation"u8, marking.Conversation);
        WriteText(writer, "error"u8, marking.Error);
        WriteJson(writer, "output"u8, marking.Output);
        WriteVariables(writer, marking.Variables);
        WriteSteps(writer, marking.Steps);
        WriteTokens(writer, marking.Tokens);
        MarkingJoins.Write(writer, marking.Fired);
        WriteNumber(writer, "last_token"u8, marking.LastToken, 0);
        MarkingScopes.Write(writer, marking.Scopes);
        WriteNumber(writer, "last_scope"u8, marking.LastScope, 0);
        WriteNumber(writer, "recorded"u8, marking.Recorded, 0);
        writer.WriteEndObject();
    }

    public static Marking Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object)
        {
            throw new JsonException("A marking is an object.");
        }

        var format = Number(root, "format"u8, Marking.CurrentFormat);
        if (format is < 1 or > Marking.CurrentFormat)
        {
            throw new JsonException($"The marking has format {format}; this build reads 1 to {Marking.CurrentFormat}.");
        }

        try
        {
            return new Marking
            {
                Now = Instant(root, "now"u8) ?? default,
                Status = Status(Text(root, "status"u8)),
                PausedBy = (PauseCauses)Number(root, "paused_by"u8, 0),
                Admission = AdmissionJson.Read(root),
                Origin = ReadOrigin(root),
                Before = Json(root, "before"u8),
                Conversation = Json(root, "conversation"u8),
                Error = Text(root, "error"u8),
                Output = Json(root, "output"u8),
                Variables = ReadVariables(root),
                Steps = ReadSteps(root),
                Tokens = ReadTokens(root),
                Fired = MarkingJoins.Read(root),
                LastToken = Number(root, "last_token"u8, 0),
                Scopes = MarkingScopes.Read(root),
                LastScope = Number(root, "last_scope"u8, 0),
                Recorded = Number(root, "recorded"u8, 0),
            };
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new JsonException("The marking has a member of a wrong type, or lacks one.", exception);
        }
    }

    private static RunInput.Started ReadOrigin(JsonElement root) => new()
    {
        At = default,
        Run = new RunId(Text(root, "run"u8) ?? string.Empty),
        Tenant = new TenantId(Text(root, "tenant"u8) ?? string.Empty),
        ConversationId = Text(root, "conversation_id"u8),
        RequestedBy = Text(root, "requested_by"u8),
        EventType = Text(root, "event_type"u8),
        Depth = Number(root, "depth"u8, 0),
        Parent = Text(root, "parent"u8) is { } parent ? new ParentStep { Run = new RunId(parent), Key = root.GetProperty("parent_key"u8).GetString()! } : null,
        Payload = Json(root, "payload"u8) ?? JsonText.EmptyObject,
    };

    private static void WriteSteps(Utf8JsonWriter writer, StepList steps)
    {
        if (steps.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("steps"u8);
        foreach (var step in steps)
        {
            writer.WriteStartObject();
            WriteNumber(writer, "scope"u8, step.Scope, 0);
            writer.WriteNumber("node"u8, step.Node);
            WriteNumber(writer, "visits"u8, step.Visits, 1);
            WriteText(writer, "status"u8, step.Status is StepStatus.Completed ? null : step.StatusName);
            WriteText(writer, "branch"u8, step.Branch);
            WriteJson(writer, "output"u8, step.Output);
            WriteText(writer, "error"u8, step.Error);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTokens(Utf8JsonWriter writer, ImmutableArray<Token> tokens)
    {
        if (tokens.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("tokens"u8);
        foreach (var token in tokens)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, token.Id);
            writer.WriteNumber("node"u8, token.Node);
            WriteNumber(writer, "visit"u8, token.Visit, 1);
            WriteNumber(writer, "scope"u8, token.Scope, 0);
            WriteNumber(writer, "attempt"u8, token.Attempt, 1);
            if (token.Fork is not null)
            {
                writer.WriteStartArray("forks"u8);
                for (var fork = token.Fork; fork is not null; fork = fork.Outer)
                {
                    writer.WriteNumberValue(fork.Node);
                    writer.WriteNumberValue(fork.Visit);
                }

                writer.WriteEndArray();
            }

            MarkingWaits.Write(writer, token.Wait);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes variables by name; none are left out.</summary>
    internal static void WriteVariables(Utf8JsonWriter writer, ImmutableSortedDictionary<string, JsonText> variables)
    {
        if (variables.IsEmpty)
        {
            return;
        }

        writer.WriteStartObject("variables"u8);
        foreach (var (name, value) in variables)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    internal static ImmutableSortedDictionary<string, JsonText> ReadVariables(JsonElement root)
    {
        if (!root.TryGetProperty("variables"u8, out var stored))
        {
            return Marking.NoVariables;
        }

        var variables = Marking.NoVariables.ToBuilder();
        foreach (var member in stored.EnumerateObject())
        {
            variables[member.Name] = Json(member.Value);
        }

        return variables.ToImmutable();
    }

    private static StepList ReadSteps(JsonElement root)
    {
        if (!root.TryGetProperty("steps"u8, out var stored))
        {
            return [];
        }

        var steps = new StepState[stored.GetArrayLength()];
        var at = 0;
        foreach (var step in stored.EnumerateArray())
        {
            steps[at++] = new StepState(
                Number(step, "scope"u8, 0),
                step.GetProperty("node"u8).GetInt32(),
                Number(step, "visits"u8, 1),
                StepState.ReadStatus(Text(step, "status"u8)),
                Text(step, "branch"u8),
                Json(step, "output"u8),
                Text(step, "error"u8));
        }

        return StepList.Create(steps);
    }

    private static ImmutableArray<Token> ReadTokens(JsonElement root)
    {
        if (!root.TryGetProperty("tokens"u8, out var stored))
        {
            return [];
        }

        var tokens = new Token[stored.GetArrayLength()];
        var at = 0;
        foreach (var token in stored.EnumerateArray())
        {
            tokens[at++] = new Token(
                token.GetProperty("id"u8).GetInt32(),
                token.GetProperty("node"u8).GetInt32(),
                Number(token, "visit"u8, 1),
                Number(token, "scope"u8, 0),
                ReadForks(token),
                Number(token, "attempt"u8, 1),
                MarkingWaits.Read(token));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(tokens);
    }

    private static Fork? ReadForks(JsonElement token)
    {
        Fork? fork = null;
        if (token.TryGetProperty("forks"u8, out var stored))
        {
            // Stored innermost first, in pairs of node and visit.
            for (var at = stored.GetArrayLength() - 2; at >= 0; at -= 2)
            {
                fork = new Fork(fork, stored[at].GetInt32(), stored[at + 1].GetInt32());
            }
        }

        return fork;
    }

    private static string? Named(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static string StatusName(RunStatus status) => status switch
    {
        RunStatus.Running => "running",
        RunStatus.Waiting => "waiting",
        RunStatus.Paused => "paused",
        RunStatus.Completed => "completed",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        _ => "pending",
    };

    private static RunStatus Status(string? name) => name switch
    {
        null or "pending" => RunStatus.Pending,
        "running" => RunStatus.Running,
        "waiting" => RunStatus.Waiting,
        "paused" => RunStatus.Paused,
        "completed" => RunStatus.Completed,
        "failed" => RunStatus.Failed,
        "cancelled" => RunStatus.Cancelled,
        _ => throw new JsonException($"The marking has the status \"{name}\", which this build does not know."),
    };

    internal static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    internal static void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonText? value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
        }
    }

    internal static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int value, int usual)
    {
        if (value != usual)
        {
            writer.WriteNumber(name, value);
        }
    }

    internal static string? Text(JsonElement owner, ReadOnlySpan<byte> name) => owner.TryGetProperty(name, out var value) ? value.GetString() : null;

    internal static int Number(JsonElement owner, ReadOnlySpan<byte> name, int usual) => owner.TryGetProperty(name, out var value) ? value.GetInt32() : usual;

    internal static DateTimeOffset? Instant(JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.TryGetProperty(name, out var value) ? value.GetDateTimeOffset() : null;

    internal static JsonText? Json(JsonElement owner, ReadOnlySpan<byte> name) => owner.TryGetProperty(name, out var value) ? Json(value) : null;

    internal static JsonText Json(JsonElement value) => new(JsonMarshal.GetRawUtf8Value(value).ToArray());
}
