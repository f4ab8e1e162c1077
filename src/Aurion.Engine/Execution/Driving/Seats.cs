using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Who is at work in a concurrency group and who waits: the document that arbitrates between runs, changed on its revision alone.</summary>
internal sealed record Seats
{
    public required string Key { get; init; }

    /// <summary>Gets the most runs at once, as the latest to come had it.</summary>
    public required int Limit { get; init; }

    public ImmutableArray<Seat> Running { get; init; } = [];

    /// <summary>Gets who waits, by run id: in the order of starting, whatever overtook whom on the way here.</summary>
    public ImmutableArray<Seat> Waiting { get; init; } = [];

    public static Seats Read(JsonText body) =>
        JsonSerializer.Deserialize(body.Utf8.Span, SeatsJsonContext.Default.Seats) ?? throw new JsonException("A stored concurrency group is null.");

    public JsonText ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, SeatsJsonContext.Default.Seats));

    public Seat? FindRunning(string run) => Running.FirstOrDefault(seat => seat.Run == run);

    /// <summary>Lets a run in, or into the queue; where there is room, who waits longest goes first.</summary>
    public Seats Enter(Seat seat)
    {
        if (FindRunning(seat.Run) is { } held)
        {
            return held.Ticket >= seat.Ticket ? this : this with { Running = Running.Replace(held, seat) };
        }

        var waiting = Waiting.RemoveAll(other => other.Run == seat.Run);
        var place = waiting.Count(other => string.CompareOrdinal(other.Run, seat.Run) < 0);
        return (this with { Waiting = waiting.Insert(place, seat) }).Promote();
    }

    /// <summary>Lets a run out, unless it has come in anew since, and the next one in.</summary>
    public Seats Leave(string run, int ticket)
    {
        var changed = this with
        {
            Running = Running.RemoveAll(seat => seat.Run == run && seat.Ticket <= ticket),
            Waiting = Waiting.RemoveAll(seat => seat.Run == run && seat.Ticket <= ticket),
        };
        return changed.Running.Length == Running.Length && changed.Waiting.Length == Waiting.Length ? this : changed.Promote();
    }

    private Seats Promote()
    {
        var free = Math.Min(Limit - Running.Length, Waiting.Length);
        return free <= 0 ? this : this with { Running = Running.AddRange(Waiting.AsSpan(0, free)), Waiting = Waiting.RemoveRange(0, free) };
    }
}

/// <summary>A run's place in a group.</summary>
internal sealed record Seat(string Run, int Ticket);

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Seats))]
internal sealed partial class SeatsJsonContext : JsonSerializerContext;
