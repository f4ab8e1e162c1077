using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>The decisions of one kind, as they are rather than as text.</summary>
internal sealed class DecisionLog<TDecision>(IDecisionStore store, DecisionKind kind, JsonTypeInfo<TDecision> typeInfo, IdSource ids, TimeProvider time)
    where TDecision : class
{
    /// <summary>How far back a conversation's own decisions are looked through: more than a conversation ever has.</summary>
    private const int MaxHistory = 200;

    /// <summary>Finds the decision that stands.</summary>
    public async ValueTask<DecisionEntry<TDecision>?> FindAsync(TenantId tenant, string conversationId, CancellationToken cancellationToken) =>
        await store.FindCurrentAsync(tenant, conversationId, kind, cancellationToken).ConfigureAwait(false) is { } found ? Read(found) : null;

    /// <summary>Lists a conversation's decisions, newest first.</summary>
    public ValueTask<List<DecisionEntry<TDecision>>> HistoryAsync(TenantId tenant, string conversationId, CancellationToken cancellationToken) =>
        ListAsync(tenant, conversationId, Page.First(MaxHistory), cancellationToken);

    /// <summary>Lists decisions, newest first.</summary>
    public async ValueTask<List<DecisionEntry<TDecision>>> ListAsync(TenantId tenant, string? conversationId, Page page, CancellationToken cancellationToken)
    {
        var filter = new DecisionFilter { Kind = kind, ConversationId = conversationId };
        return [.. (await store.ListAsync(tenant, filter, page, cancellationToken).ConfigureAwait(false)).Select(Read)];
    }

    /// <summary>Records a decision that takes the place of the one that stands.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="standing">The one that stands; null when there is none.</param>
    /// <param name="isNote">Whether it only takes note of something about the standing decision, and so keeps its time.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="id">Its id, where it is named already; null makes one.</param>
    /// <returns>The entry; null when another decision stands by now, and then nothing is written.</returns>
    public async ValueTask<DecisionEntry<TDecision>?> AppendAsync(
        TenantId tenant, string conversationId, TDecision decision, DecisionEntry<TDecision>? standing, bool isNote, CancellationToken cancellationToken, string? id = null)
    {
        var now = time.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)); // six digits, so that it reads the same every time
        var row = new StoredDecision
        {
            Tenant = tenant,
            Id = id ?? NewId(),
            ConversationId = conversationId,
            Kind = kind,
            DecidedAt = isNote && standing is not null ? standing.DecidedAt : now,
            RecordedAt = now,
            IsCurrent = true,
            Body = new JsonText(JsonSerializer.SerializeToUtf8Bytes(decision, typeInfo)),
        };
        var answer = await store.AppendAsync(row, standing?.Id, cancellationToken).ConfigureAwait(false);
        return answer.IsDurable ? Read(row) : null;
    }

    /// <summary>Makes the id of a decision.</summary>
    public string NewId() => ids.Next("aud");

    /// <summary>Reads what the store keeps.</summary>
    public DecisionEntry<TDecision> Read(StoredDecision stored)
    {
        try
        {
            return new DecisionEntry<TDecision>
            {
                Id = stored.Id,
                ConversationId = stored.ConversationId,
                DecidedAt = stored.DecidedAt,
                RecordedAt = stored.RecordedAt,
                IsCurrent = stored.IsCurrent,
                Decision = JsonSerializer.Deserialize(stored.Body.Utf8.Span, typeInfo) ?? throw new JsonException("It is null."),
            };
        }
        catch (JsonException exception)
        {
            throw new AurionEngineException($"The stored decision '{stored.Id}' can't be read.", exception);
        }
    }
}
