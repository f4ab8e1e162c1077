using System.Text.Json;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>Conversations that wait for an agent of their team: first the boosted, then the oldest.</summary>
internal sealed class RoutingQueue(IDocumentStore documents)
{
    public const string RetryKind = "ai.queue";
    private const int PageSize = 500;

    /// <summary>Puts a conversation in, or where it belongs by now.</summary>
    public ValueTask<CommitResult> PutAsync(TenantId tenant, string teamId, string conversationId, QueuePlace place, CancellationToken cancellationToken) => documents.CommitAsync(
        tenant,
        [new DocumentWrite
        {
            Kind = DocumentKind.RoutingQueue, Id = conversationId, ExpectedRevision = null, Parent = teamId,
            Body = new JsonText(JsonSerializer.SerializeToUtf8Bytes(place, IntelligenceContext.Default.QueuePlace)),
        }],
        cancellationToken);

    public async ValueTask<bool> HoldsAsync(TenantId tenant, string conversationId, CancellationToken cancellationToken) =>
        await documents.FindAsync(tenant, DocumentKind.RoutingQueue, conversationId, cancellationToken).ConfigureAwait(false) is not null;

    public async ValueTask<bool> IsEmptyAsync(TenantId tenant, string teamId, CancellationToken cancellationToken) =>
        (await documents.ListAsync(tenant, DocumentKind.RoutingQueue, new DocumentFilter { Parent = teamId }, Page.First(1), cancellationToken).ConfigureAwait(false)).IsEmpty;

    public ValueTask<CommitResult> RemoveAsync(TenantId tenant, string conversationId, CancellationToken cancellationToken) =>
        documents.CommitAsync(tenant, [new DocumentWrite { Kind = DocumentKind.RoutingQueue, Id = conversationId, ExpectedRevision = null, Body = null }], cancellationToken);

    /// <summary>Lists who waits, in the order of their turn.</summary>
    public async ValueTask<List<(string ConversationId, QueuePlace Place)>> ListAsync(TenantId tenant, string teamId, CancellationToken cancellationToken)
    {
        var waiting = new List<(string ConversationId, QueuePlace Place)>();
        for (var page = Page.First(PageSize); ;)
        {
            var part = await documents.ListAsync(tenant, DocumentKind.RoutingQueue, new DocumentFilter { Parent = teamId }, page, cancellationToken).ConfigureAwait(false);
            waiting.AddRange(part.Select(static document => (document.Id, JsonSerializer.Deserialize(document.Body.Utf8.Span, IntelligenceContext.Default.QueuePlace)!)));
            if (part.Length < PageSize)
            {
                break;
            }

            page = new Page(part[^1].Id, PageSize);
        }

        waiting.Sort(static (one, other) =>
        {
            var order = other.Place.Boost.CompareTo(one.Place.Boost);
            order = order != 0 ? order : one.Place.Since.CompareTo(other.Place.Since);
            return order != 0 ? order : string.CompareOrdinal(one.ConversationId, other.ConversationId);
        });
        return waiting;
    }

    /// <summary>Makes the message that has a waiting conversation tried again.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="teamId">The team in whose queue it is.</param>
    /// <param name="decisionId">The decision that it should wait.</param>
    /// <param name="number">Which attempt it will be, the first being 1.</param>
    /// <param name="dueAt">When.</param>
    public static Message RetryOf(TenantId tenant, string conversationId, string teamId, string decisionId, int number, DateTimeOffset dueAt) => new()
    {
        Id = $"ai/queue/{decisionId}/{number}",
        Tenant = tenant,
        Kind = RetryKind,
        DueAt = dueAt,
        Body = MessageBody.Of(writer =>
        {
            writer.WriteString("conversation_id", conversationId);
            writer.WriteString("team_id", teamId);
            writer.WriteString("decision_id", decisionId);
            writer.WriteNumber("number", number);
        }),
    };
}
