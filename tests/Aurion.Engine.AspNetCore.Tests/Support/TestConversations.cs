using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Tests.Support;

/// <summary>Conversations in memory.</summary>
internal sealed class TestConversations : IConversationStore
{
    private readonly ConcurrentDictionary<(TenantId, string), Conversation> _all = new();

    public string Add(string fields, string tenant = "acme")
    {
        var id = Guid.NewGuid().ToString();
        _all[(new TenantId(tenant), id)] = new Conversation { Tenant = new TenantId(tenant), Id = id, Fields = JsonText.Parse(fields), Version = "1" };
        return id;
    }

    public ValueTask<Conversation?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_all.GetValueOrDefault((tenant, id)));

    public ValueTask<PatchResult> ApplyAsync(ConversationPatch patch, CancellationToken cancellationToken)
    {
        if (!_all.TryGetValue((patch.Tenant, patch.ConversationId), out var current))
        {
            return ValueTask.FromResult(PatchResult.Refused("There is no such conversation"));
        }

        var fields = JsonNode.Parse(current.Fields.ToString())!.AsObject();
        foreach (var change in patch.Changes)
        {
            fields[change.Field] = JsonNode.Parse(change.Value.ToString());
        }

        var changed = current with { Fields = JsonText.Parse(fields.ToJsonString()), Version = current.Version + "'" };
        _all[(patch.Tenant, patch.ConversationId)] = changed;
        return ValueTask.FromResult(PatchResult.Applied(changed));
    }

    public async IAsyncEnumerable<Conversation> ListDueAsync(TenantId tenant, TimeRuleQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var ((owner, id), conversation) in _all.OrderBy(static one => one.Key.Item2, StringComparer.Ordinal))
        {
            var fields = conversation.Fields.Element;
            if (owner == tenant
                && (query.After is null || string.CompareOrdinal(id, query.After) > 0)
                && fields.TryGetProperty(query.Basis, out var basis) && basis.GetDateTimeOffset() <= query.NotAfter
                && (query.Statuses.IsEmpty || (fields.TryGetProperty("status", out var status) && query.Statuses.Contains(status.GetString()!))))
            {
                yield return conversation;
            }
        }
    }
}
