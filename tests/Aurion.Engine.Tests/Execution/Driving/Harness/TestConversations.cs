using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>A host's conversations in memory: a patch is applied once by its key and guarded by the version.</summary>
internal sealed class TestConversations : IConversationStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Conversation> _conversations = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public ConcurrentQueue<ConversationPatch> Applied { get; } = new();

    /// <summary>Gets or sets how many more patches meet a conversation that somebody has just changed.</summary>
    public int ConflictsToCome { get; set; }

    public string? RefusesWith { get; set; }

    public void Put(string id, string fields)
    {
        lock (_lock)
        {
            _conversations[id] = new Conversation { Tenant = TenantId.Default, Id = id, Fields = JsonText.Parse(fields), Version = "1" };
        }
    }

    public string FieldsOf(string id)
    {
        lock (_lock)
        {
            return _conversations[id].Fields.ToString();
        }
    }

    public ValueTask<Conversation?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(tenant == TenantId.Default && _conversations.TryGetValue(id, out var found) ? found : null);
        }
    }

    public ValueTask<PatchResult> ApplyAsync(ConversationPatch patch, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (RefusesWith is { } reason)
            {
                return new(PatchResult.Refused(reason));
            }

            var current = _conversations[patch.ConversationId];
            if (_keys.Contains(patch.Key))
            {
                return new(PatchResult.Applied(current));
            }

            if (ConflictsToCome > 0)
            {
                ConflictsToCome--;
                current = current with { Version = Next(current.Version) };
                _conversations[current.Id] = current;
            }

            if (patch.ExpectedVersion is { } expected && expected != current.Version)
            {
                return new(PatchResult.Conflict(current));
            }

            var fields = JsonNode.Parse(current.Fields.ToString())!.AsObject();
            foreach (var change in patch.Changes)
            {
                fields[change.Field] = JsonNode.Parse(change.Value.ToString());
            }

            _keys.Add(patch.Key);
            Applied.Enqueue(patch);
            current = current with { Fields = JsonText.Parse(fields.ToJsonString()), Version = Next(current.Version) };
            _conversations[current.Id] = current;
            return new(PatchResult.Applied(current));
        }
    }

    public IAsyncEnumerable<Conversation> ListDueAsync(TenantId tenant, TimeRuleQuery query, CancellationToken cancellationToken) =>
        ListDue(query).ToAsyncEnumerable();

    private List<Conversation> ListDue(TimeRuleQuery query)
    {
        lock (_lock)
        {
            return [.. _conversations.Values
                .Select(conversation => (At: Text(conversation, query.Basis), Conversation: conversation))
                .Where(each => each.At is not null && DateTimeOffset.Parse(each.At, CultureInfo.InvariantCulture) <= query.NotAfter)
                .Where(each => query.Statuses.IsEmpty || query.Statuses.Contains(Text(each.Conversation, "status") ?? string.Empty))
                .OrderBy(static each => each.At, StringComparer.Ordinal).ThenBy(static each => each.Conversation.Id, StringComparer.Ordinal)
                .SkipWhile(each => query.After is not null && each.Conversation.Id != query.After).Skip(query.After is null ? 0 : 1)
                .Select(static each => each.Conversation)];
        }

        static string? Text(Conversation conversation, string member) =>
            conversation.Fields.Element.TryGetProperty(member, out var value) && value.ValueKind is System.Text.Json.JsonValueKind.String ? value.GetString() : null;
    }

    private static string Next(string version) => (int.Parse(version, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
}
