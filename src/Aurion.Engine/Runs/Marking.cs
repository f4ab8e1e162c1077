using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>Where a run stands: its tokens, what they wait for, its variables. The only truth that a run resumes from.</summary>
/// <remarks>Immutable; safe for concurrent use.</remarks>
public sealed class Marking
{
    /// <summary>The format that <see cref="WriteTo"/> writes. Every released format loads for ever.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Gets the marking of a run that has not begun.</summary>
    public static Marking Empty { get; } = new();

    /// <summary>Gets the time of the last input; it never goes back.</summary>
    public DateTimeOffset Now { get; internal init; }

    /// <summary>Gets where the run stands: pending, running (an effect is being performed), waiting, completed, failed or cancelled.</summary>
    public RunStatus Status { get; internal init; }

    /// <summary>Gets a value indicating whether the run has ended; a failed run can still be retried by a person.</summary>
    public bool IsFinished => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>Gets why the run failed, in one sentence; null unless it did.</summary>
    public string? Error { get; internal init; }

    /// <summary>Gets what the run produced; null when nothing.</summary>
    public JsonText? Output { get; internal init; }

    /// <summary>Gets the run's variables by name.</summary>
    public ImmutableSortedDictionary<string, JsonText> Variables { get; internal init; } =
        ImmutableSortedDictionary.Create<string, JsonText>(StringComparer.Ordinal);

    /// <summary>Gets the earliest instant that a token waits for; null when none waits for a clock.</summary>
    public DateTimeOffset? NextDue { get; internal init; }

    /// <summary>Writes the marking in the current format.</summary>
    /// <param name="output">Where to.</param>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteNumber("format", CurrentFormat);
        writer.WriteString("now", Now);
        writer.WriteStartObject("variables");
        foreach (var (name, value) in Variables)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads a marking of any released format.</summary>
    /// <param name="utf8">What <see cref="WriteTo"/> wrote.</param>
    /// <returns>The marking.</returns>
    /// <exception cref="JsonException">The bytes are no marking, or of a format that this build does not know.</exception>
    public static Marking Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        var variables = ImmutableSortedDictionary.CreateBuilder<string, JsonText>(StringComparer.Ordinal);
        if (root.TryGetProperty("variables", out var stored))
        {
            foreach (var member in stored.EnumerateObject())
            {
                variables[member.Name] = JsonText.From(member.Value);
            }
        }

        return new Marking
        {
            Now = root.TryGetProperty("now", out var now) ? now.GetDateTimeOffset() : default,
            Variables = variables.ToImmutable(),
        };
    }
}
