using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurion.Engine.Intelligence;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Intelligence;

/// <summary>A host: its conversations, and its agents, whose figures are counted from the conversations. It notes what must not happen.</summary>
internal sealed class Desk : IConversationStore, IAgentDirectory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Conversation> _conversations = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Team, Agent Agent)> _agents = new(StringComparer.Ordinal);

    /// <summary>Gets what went wrong: an agent over capacity, a conversation assigned twice.</summary>
    public ConcurrentQueue<string> Wrongs { get; } = new();

    /// <summary>Gets the keys of the patches that were applied.</summary>
    public ConcurrentQueue<ConversationPatch> Applied { get; } = new();

    public void Put(string id, string fields = "{}")
    {
        lock (_lock)
        {
            _conversations[id] = new Conversation { Tenant = TenantId.Default, Id = id, Fields = JsonText.Parse(fields), Version = "1" };
        }
    }

    public void Staff(string team, params ReadOnlySpan<Agent> agents)
    {
        lock (_lock)
        {
            foreach (var agent in agents)
            {
                _agents[agent.Id] = (team, agent);
            }
        }
    }

    public void Change(string agentId, Func<Agent, Agent> change)
    {
        lock (_lock)
        {
            _agents[agentId] = (_agents[agentId].Team, change(_agents[agentId].Agent));
        }
    }

    /// <summary>What a person does: sets a field.</summary>
    public void Set(string id, string field, string? value)
    {
        lock (_lock)
        {
            Write(_conversations[id], [new FieldChange(field, value is null ? JsonText.Null : JsonText.Parse($"\"{value}\""))]);
        }
    }

    public string? Text(string id, string field)
    {
        lock (_lock)
        {
            return TextOf(_conversations[id].Fields, field);
        }
    }

    public int Open(string agentId)
    {
        lock (_lock)
        {
            return OpenOf(agentId);
        }
    }

    public ValueTask<Conversation?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_conversations.GetValueOrDefault(id));
        }
    }

    public ValueTask<PatchResult> ApplyAsync(ConversationPatch patch, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var current = _conversations[patch.ConversationId];
            if (_keys.Contains(patch.Key))
            {
                return new(PatchResult.Applied(current));
            }

            if (patch.ExpectedVersion is { } expected && expected != current.Version)
            {
                return new(PatchResult.Conflict(current));
            }

            _keys.Add(patch.Key);
            Applied.Enqueue(patch);
            if (patch.Changes.FirstOrDefault(static change => change.Field is "agent_id") is { } assigned && TextOf(current.Fields, "agent_id") is { } before)
            {
                Wrongs.Enqueue($"{current.Id} was {before}'s and went to {assigned.Value}");
            }

            current = Write(current, patch.Changes);
            foreach (var (id, (_, agent)) in _agents)
            {
                if (OpenOf(id) > agent.Capacity)
                {
                    Wrongs.Enqueue($"{id} has {OpenOf(id)} of {agent.Capacity}");
                }
            }

            return new(PatchResult.Applied(current));
        }
    }

    public ValueTask<ImmutableArray<Agent>?> ListAgentsAsync(TenantId tenant, string teamId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var members = _agents.Values.Where(each => each.Team == teamId).Select(each => each.Agent with { Open = OpenOf(each.Agent.Id) }).ToImmutableArray();
            return new(members.IsEmpty ? null : members);
        }
    }

    public IAsyncEnumerable<Conversation> ListDueAsync(TenantId tenant, TimeRuleQuery query, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Conversation>();

    /// <summary>Reads a field that holds a text; null when it holds none.</summary>
    public static string? TextOf(JsonText fields, string name) =>
        fields.Element.TryGetProperty(name, out var value) && value.ValueKind is System.Text.Json.JsonValueKind.String ? value.GetString() : null;

    private int OpenOf(string agentId) =>
        _conversations.Values.Count(conversation => TextOf(conversation.Fields, "agent_id") == agentId && TextOf(conversation.Fields, "status") is not "resolved");

    private Conversation Write(Conversation current, ImmutableArray<FieldChange> changes)
    {
        var fields = JsonNode.Parse(current.Fields.ToString())!.AsObject();
        foreach (var change in changes)
        {
            fields[change.Field] = JsonNode.Parse(change.Value.ToString());
        }

        var version = (int.Parse(current.Version, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        return _conversations[current.Id] = current with { Fields = JsonText.Parse(fields.ToJsonString()), Version = version };
    }
}
