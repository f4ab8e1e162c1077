using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Several events of one conversation and type, made one: later values win, and <c>previous</c> tells what was before the first.</summary>
internal sealed record MergedEvent(AutomationEvent Event, ImmutableArray<int> Indexes, ImmutableArray<string> OtherIds)
{
    /// <summary>Makes one event for each conversation and type, in the order in which they first come; events without a conversation stay alone.</summary>
    /// <param name="events">The events with their places.</param>
    public static List<MergedEvent> Of(IEnumerable<(AutomationEvent Event, int Index)> events)
    {
        var groups = new Dictionary<(TenantId, string?, string, int), List<(AutomationEvent Event, int Index)>>();
        var order = new List<List<(AutomationEvent Event, int Index)>>();
        foreach (var item in events)
        {
            var key = (item.Event.Tenant, item.Event.ConversationId, item.Event.Type, item.Event.ConversationId is null ? item.Index : -1);
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = [];
                order.Add(group);
            }

            group.Add(item);
        }

        return order.ConvertAll(Of);
    }

    private static MergedEvent Of(List<(AutomationEvent Event, int Index)> group)
    {
        var first = group.Find(static item => item.Event.Id is not null) is { Event: { } named } ? named : group[0].Event;
        var merged = group.Count == 1 ? first : group[^1].Event with { Id = first.Id, Payload = Merge(group.ConvertAll(static item => item.Event.Payload.Element)) };
        return new MergedEvent(
            merged,
            [.. group.Select(static item => item.Index)],
            [.. group.Select(static item => item.Event.Id).OfType<string>().Distinct(StringComparer.Ordinal).Where(id => id != first.Id)]);
    }

    private static JsonText Merge(List<JsonElement> payloads)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        var previous = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var payload in payloads)
        {
            foreach (var member in payload.EnumerateObject())
            {
                if (member.NameEquals("previous"u8) && member.Value.ValueKind is JsonValueKind.Object)
                {
                    foreach (var before in member.Value.EnumerateObject())
                    {
                        previous.TryAdd(before.Name, before.Value);
                    }
                }
                else
                {
                    members[member.Name] = member.Value;
                }
            }
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.WriterOptions))
        {
            writer.WriteStartObject();
            Write(writer, members);
            if (previous.Count > 0)
            {
                writer.WriteStartObject("previous");
                Write(writer, previous);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return new JsonText(buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter writer, OrderedDictionary<string, JsonElement> members)
    {
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
        }
    }
}
