using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Aurion.Engine.Values;

/// <summary>A dotted path into a JSON object: <c>requester.plan</c>, <c>items[0].id</c>, <c>$steps.check.output</c>.</summary>
/// <remarks>
/// <para>Immutable and safe for concurrent use; parse once, look up often. Names are compared exactly.</para>
/// <para>A key that itself contains a dot wins over the path: at each object the longest key that exists literally is
/// taken, and the rest of the path is looked up in its value. There is no way back from that choice.</para>
/// </remarks>
public sealed class FieldPath : IEquatable<FieldPath>
{
    /// <summary>The longest path that is taken, in characters: 500.</summary>
    public const int MaxLength = 500;

    private const int MaxSteps = 64;
    private readonly Step[] _steps;

    private FieldPath(string text, Step[] steps)
    {
        Text = text;
        _steps = steps;
        First = steps[0].Rest is { } rest ? Encoding.UTF8.GetString(rest.AsSpan(0, KeyLength(0, 1))) : string.Empty;
        if (steps.Length > 1)
        {
            var skipped = Encoding.UTF8.GetByteCount(text) - Remaining(1);
            Rest = new FieldPath(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text).AsSpan(skipped)), steps[1..]);
        }
    }

    /// <summary>Gets the path as it was written.</summary>
    public string Text { get; }

    /// <summary>Gets the path's first name: <c>$vars</c> of <c>$vars.total</c>; empty for a path that begins with a position.</summary>
    public string First { get; }

    /// <summary>Gets the path after its first name or position: <c>total</c> of <c>$vars.total</c>; null when nothing is left.</summary>
    public FieldPath? Rest { get; }

    /// <summary>Gets the member that holds the values before a change.</summary>
    internal static FieldPath Previous { get; } = Parse("previous");

    /// <summary>Reads a path.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The path.</returns>
    /// <exception cref="FormatException">The text is no path; the message says why.</exception>
    public static FieldPath Parse(string text) =>
        TryParse(text, out var path, out var error) ? path : throw new FormatException(error);

    /// <summary>Reads a path.</summary>
    /// <param name="text">The text; null is no path.</param>
    /// <param name="path">The path, if it is one.</param>
    /// <param name="error">One sentence that says why it is none.</param>
    /// <returns>Whether it is a path.</returns>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error)
    {
        path = null;
        error = FindFault(text);
        if (error is not null)
        {
            return false;
        }

        var steps = new List<Step>();
        foreach (var range in text.AsSpan().Split('.'))
        {
            error = AddSteps(text.AsSpan(range), text!, range.Start.Value, steps);
            if (error is not null)
            {
                return false;
            }
        }

        if (steps.Count > MaxSteps)
        {
            error = $"A field path has at most {MaxSteps} steps; this one has {steps.Count.ToString(CultureInfo.InvariantCulture)}.";
            return false;
        }

        path = new FieldPath(text!, [.. steps]);
        return true;
    }

    /// <summary>Looks the value up.</summary>
    /// <param name="root">Where the path begins; anything but an object or a list holds nothing.</param>
    /// <returns>The value; one of kind <see cref="JsonValueKind.Undefined"/> when there is none.</returns>
    public JsonElement Find(JsonElement root) => Walk(root, nullEnds: false);

    /// <inheritdoc/>
    public bool Equals(FieldPath? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldPath);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Gets the number of steps.</summary>
    internal int StepCount => _steps.Length;

    /// <summary>Gets the position in a list that a step stands for; null when it is a name.</summary>
    internal int? PositionOf(int step) => _steps[step].Rest is null ? _steps[step].Index : null;

    /// <summary>Gets the key, in UTF-8, that takes the steps from a name up to another step, which is no part of it.</summary>
    internal ReadOnlySpan<byte> KeyOf(int step, int next) => _steps[step].Rest.AsSpan(0, KeyLength(step, next));

    /// <summary>Looks up what a value was: a null on the way says that it was null, and is the answer.</summary>
    internal JsonElement FindRecorded(JsonElement root) => Walk(root, nullEnds: true);

    private static string? FindFault(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "A field path is a text such as requester.plan; this one is empty.";
        }

        if (text.Length > MaxLength)
        {
            return $"A field path has at most {MaxLength} characters; this one has {text.Length.ToString(CultureInfo.InvariantCulture)}.";
        }

        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) is not OperationStatus.Done)
            {
                return "A field path is valid Unicode; this one holds half of a surrogate pair.";
            }

            rest = rest[used..];
        }

        return null;
    }

    private static string? AddSteps(ReadOnlySpan<char> segment, string text, int start, List<Step> steps)
    {
        var bracket = segment.IndexOf('[');
        var name = bracket < 0 ? segment : segment[..bracket];
        if (name.IsEmpty)
        {
            return $"The field path \"{text}\" has an empty name at position {start.ToString(CultureInfo.InvariantCulture)}.";
        }

        // A literal key may begin with this name and go on with the rest of the path.
        steps.Add(Step.Named(Encoding.UTF8.GetBytes(text[start..])));
        for (var rest = bracket < 0 ? [] : segment[bracket..]; !rest.IsEmpty;)
        {
            var end = rest.IndexOf(']');
            if (rest[0] != '[' || end < 2 || !int.TryParse(rest[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                return $"The field path \"{text}\" has brackets without a position; items[0].id is how an item of a list is named.";
            }

            steps.Add(Step.At(index, end + 1));
            rest = rest[(end + 1)..];
        }

        return null;
    }

    private JsonElement Walk(JsonElement value, bool nullEnds)
    {
        for (var at = 0; at < _steps.Length;)
        {
            ref readonly var step = ref _steps[at];
            switch (value.ValueKind)
            {
                case JsonValueKind.Object when step.Rest is not null:
                    if (!TryLongestKey(ref value, ref at))
                    {
                        return default;
                    }

                    break;
                case JsonValueKind.Array when step.Rest is null && step.Index < value.GetArrayLength():
                    value = value[step.Index];
                    at++;
                    break;
                case JsonValueKind.Null when nullEnds && at > 0:
                    return value;
                default:
                    return default;
            }
        }

        return value;
    }

    private bool TryLongestKey(ref JsonElement value, ref int at)
    {
        var rest = _steps[at].Rest!;
        for (var next = _steps.Length; next > at; next--)
        {
            if (value.TryGetProperty(rest.AsSpan(0, KeyLength(at, next)), out var found))
            {
                value = found;
                at = next;
                return true;
            }
        }

        return false;
    }

    /// <summary>The length of the key that begins with step `at` and ends before step `next` with its dot or bracket.</summary>
    private int KeyLength(int at, int next)
    {
        var rest = _steps[at].Rest!.Length;
        return next == _steps.Length ? rest : rest - Remaining(next) - (_steps[next].Rest is null ? 0 : 1);
    }

    /// <summary>The bytes from the beginning of a step to the end of the path.</summary>
    private int Remaining(int step)
    {
        var brackets = 0;
        for (; step < _steps.Length && _steps[step].Rest is null; step++)
        {
            brackets += _steps[step].Written;
        }

        return brackets + (step == _steps.Length ? 0 : _steps[step].Rest!.Length + (brackets > 0 ? 1 : 0));
    }

    /// <summary>A name (with all that follows it in the path, in UTF-8) or a position in a list (with its length as written).</summary>
    private readonly record struct Step(byte[]? Rest, int Index, int Written)
    {
        public static Step Named(byte[] rest) => new(rest, 0, 0);

        public static Step At(int index, int written) => new(null, index, written);
    }
}
