using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.AotTest;

/// <summary>The host's conversations, in memory, and what was sent.</summary>
internal sealed class Tickets : IConversationStore
{
    public const string Urgent = "3f1c9a2e-7b40-4e8d-9a1f-2c6b5d8e0a11";
    public const string Onboarding = "3f1c9a2e-7b40-4e8d-9a1f-2c6b5d8e0a12";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<string> _sent = [];
    private readonly Dictionary<string, (JsonText Fields, int Version)> _tickets = new(StringComparer.Ordinal)
    {
        [Urgent] = (JsonText.Parse("""{"priority": "urgent"}"""), 1),
        [Onboarding] = (JsonText.Parse("""{"category": "Onboarding", "priority": "high", "name": "Grace"}"""), 1),
    };

    public ImmutableArray<string> Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent];
            }
        }
    }

    public static JsonText Object(params (string Name, JsonText Value)[] members)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.Element.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return StrictJson.Parse(output.WrittenMemory);
    }

    public void Send(string key, string text)
    {
        lock (_gate)
        {
            if (_keys.Add(key))
            {
                _sent.Add(text);
            }
        }
    }

    public string? Text(string id, string field)
    {
        lock (_gate)
        {
            return _tickets[id].Fields.Element.TryGetProperty(field, out var value) ? value.ToString().ToLowerInvariant() : null;
        }
    }

    public ValueTask<Conversation?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_tickets.ContainsKey(id) ? Current(tenant, id) : null);
        }
    }

    public ValueTask<PatchResult> ApplyAsync(ConversationPatch patch, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var current = Current(patch.Tenant, patch.ConversationId);
            if (!_keys.Contains(patch.Key) && patch.ExpectedVersion is { } expected && expected != current.Version)
            {
                return new(PatchResult.Conflict(current));
            }

            if (_keys.Add(patch.Key))
            {
                var members = current.Fields.Element.EnumerateObject().ToDictionary(static member => member.Name, static member => JsonText.From(member.Value));
                foreach (var change in patch.Changes)
                {
                    members[change.Field] = change.Value;
                }

                var fields = Object([.. members.Select(static member => (member.Key, member.Value))]);
                _tickets[patch.ConversationId] = (fields, _tickets[patch.ConversationId].Version + 1);
            }

            return new(PatchResult.Applied(Current(patch.Tenant, patch.ConversationId)));
        }
    }

    public async IAsyncEnumerable<Conversation> ListDueAsync(
        TenantId tenant, TimeRuleQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    private Conversation Current(TenantId tenant, string id) => new()
    {
        Tenant = tenant,
        Id = id,
        Fields = _tickets[id].Fields,
        Version = _tickets[id].Version.ToString(CultureInfo.InvariantCulture),
    };
}
