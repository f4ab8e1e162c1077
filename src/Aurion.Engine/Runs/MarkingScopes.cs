using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>The stored form of a marking's scope instances.</summary>
internal static class MarkingScopes
{
    public static void Write(Utf8JsonWriter writer, ImmutableArray<ScopeInstance> scopes)
    {
        if (scopes.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("scopes"u8);
        foreach (var scope in scopes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, scope.Id);
            writer.WriteNumber("node"u8, scope.Node);
            MarkingJson.WriteNumber(writer, "visit"u8, scope.Visit, 1);
            MarkingJson.WriteNumber(writer, "outer"u8, scope.Outer, 0);
            MarkingJson.WriteNumber(writer, "index"u8, scope.Index, -1);
            MarkingJson.WriteNumber(writer, "owner"u8, scope.Owner, 0);
            if (scope.IsClosed)
            {
                writer.WriteBoolean("closed"u8, true);
            }

            if (scope.IsUndoing)
            {
                writer.WriteBoolean("undoing"u8, true);
            }

            MarkingJson.WriteVariables(writer, scope.Variables);
            MarkingJson.WriteJson(writer, "output"u8, scope.Output);
            MarkingJson.WriteJson(writer, "items"u8, scope.Items);
            MarkingJson.WriteNumber(writer, "started"u8, scope.Started, 0);
            MarkingJson.WriteNumber(writer, "finished"u8, scope.Finished, 0);
            WriteOutputs(writer, scope.Outputs);
            WriteCompleted(writer, scope.Completed);
            if (scope.Closing is { } closing)
            {
                writer.WriteString("closing"u8, WordOf(closing.Way));
                MarkingJson.WriteText(writer, "error"u8, closing.Error);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static ImmutableArray<ScopeInstance> Read(JsonElement root)
    {
        if (!root.TryGetProperty("scopes"u8, out var stored))
        {
            return [];
        }

        var scopes = new ScopeInstance[stored.GetArrayLength()];
        var at = 0;
        foreach (var scope in stored.EnumerateArray())
        {
            var instance = new ScopeInstance(
                scope.GetProperty("id"u8).GetInt32(), scope.GetProperty("node"u8).GetInt32(), MarkingJson.Number(scope, "visit"u8, 1), MarkingJson.Number(scope, "outer"u8, 0));
            scopes[at++] = instance with
            {
                Index = MarkingJson.Number(scope, "index"u8, -1),
                Owner = MarkingJson.Number(scope, "owner"u8, 0),
                IsClosed = scope.TryGetProperty("closed"u8, out var closed) && closed.GetBoolean(),
                IsUndoing = scope.TryGetProperty("undoing"u8, out var undoing) && undoing.GetBoolean(),
                Variables = MarkingJson.ReadVariables(scope),
                Output = MarkingJson.Json(scope, "output"u8),
                Items = MarkingJson.Json(scope, "items"u8),
                Started = MarkingJson.Number(scope, "started"u8, 0),
                Finished = MarkingJson.Number(scope, "finished"u8, 0),
                Outputs = ReadOutputs(scope),
                Completed = ReadCompleted(scope),
                Closing = MarkingJson.Text(scope, "closing"u8) is { } way ? new ScopeClosing(EndOf(way), MarkingJson.Text(scope, "error"u8)) : null,
            };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(scopes);
    }

    private static void WriteOutputs(Utf8JsonWriter writer, ImmutableArray<JsonText?> outputs)
    {
        if (outputs.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("outputs"u8);
        foreach (var output in outputs)
        {
            writer.WriteRawValue((output ?? JsonText.Null).Utf8.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    private static ImmutableArray<JsonText?> ReadOutputs(JsonElement scope)
    {
        if (!scope.TryGetProperty("outputs"u8, out var stored))
        {
            return [];
        }

        // No output and the output null are the same to whoever reads the list.
        var outputs = new JsonText?[stored.GetArrayLength()];
        var at = 0;
        foreach (var output in stored.EnumerateArray())
        {
            outputs[at++] = output.ValueKind is JsonValueKind.Null ? null : MarkingJson.Json(output);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(outputs);
    }

    private static void WriteCompleted(Utf8JsonWriter writer, ImmutableArray<CompletedStep> completed)
    {
        if (completed.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("completed"u8);
        foreach (var step in completed)
        {
            writer.WriteStartObject();
            writer.WriteNumber("order"u8, step.Order);
            writer.WriteNumber("node"u8, step.Node);
            MarkingJson.WriteNumber(writer, "visit"u8, step.Visit, 1);
            MarkingJson.WriteText(writer, "branch"u8, step.Branch);
            MarkingJson.WriteJson(writer, "output"u8, step.Output);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static ImmutableArray<CompletedStep> ReadCompleted(JsonElement scope)
    {
        if (!scope.TryGetProperty("completed"u8, out var stored))
        {
            return [];
        }

        var completed = new CompletedStep[stored.GetArrayLength()];
        var at = 0;
        foreach (var step in stored.EnumerateArray())
        {
            completed[at++] = new CompletedStep(
                step.GetProperty("order"u8).GetInt32(),
                step.GetProperty("node"u8).GetInt32(),
                MarkingJson.Number(step, "visit"u8, 1),
                MarkingJson.Text(step, "branch"u8),
                MarkingJson.Json(step, "output"u8));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(completed);
    }

    private static string WordOf(ScopeEnd way) => way switch
    {
        ScopeEnd.Timeout => "timeout",
        ScopeEnd.Cancelled => "cancelled",
        ScopeEnd.Done => "done",
        _ => "error",
    };

    private static ScopeEnd EndOf(string word) => word switch
    {
        "error" => ScopeEnd.Error,
        "timeout" => ScopeEnd.Timeout,
        "cancelled" => ScopeEnd.Cancelled,
        "done" => ScopeEnd.Done,
        _ => throw new JsonException($"The marking has a scope that ends by \"{word}\", which this build does not know."),
    };
}
