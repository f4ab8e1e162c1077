using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>A message is a document of its own, made from the outbox of a run or an event as often as one likes: its id makes it once.</summary>
internal sealed class EtagMessageStore(EtagData data) : IMessageStore
{
    public ValueTask SendAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        Add(messages);
        return default;
    }

    public ValueTask<ImmutableArray<ClaimedMessage>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        EmptyOutboxes();
        var now = data.Now;
        var due = data.Blobs.All<MessageDocument>("message/").Where(document => document.AvailableAt <= now);
        var claimed = ImmutableArray.CreateBuilder<ClaimedMessage>();
        foreach (var document in EtagData.TakeTurns(due, static document => document.Message.Tenant, static document => (document.AvailableAt, document.Message.Id), request))
        {
            if (claimed.Count < request.Limit && Claim(document.Message, request, now) is { } taken)
            {
                claimed.Add(taken);
            }
        }

        return new(claimed.DrainToImmutable());
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var next = data.Signal.Next();
        EmptyOutboxes();
        var due = data.Blobs.All<MessageDocument>("message/").Select(static document => document.AvailableAt).Append(DateTimeOffset.MaxValue).Min();
        return data.WaitAsync(next, due, atMost, cancellationToken);
    }

    public ValueTask CompleteAsync(ImmutableArray<Delivery> deliveries, CancellationToken cancellationToken)
    {
        foreach (var delivery in deliveries)
        {
            data.Blobs.Change<MessageDocument, bool>(EtagData.Key("message", delivery.Tenant, delivery.MessageId), document =>
            {
                if (document is null || document.Attempt != delivery.Fence || !document.IsClaimed)
                {
                    return (null, false);
                }

                document.IsClaimed = false;
                document.IsDead = delivery.Outcome is DeliveryOutcome.Dead;
                document.AvailableAt = delivery.Outcome is DeliveryOutcome.Later ? delivery.RetryAt ?? data.Now : DateTimeOffset.MaxValue;
                document.Outbox.AddRange(delivery.Next.Select(EtagData.Text));
                return (document, true);
            });
        }

        data.Signal.Set();
        return default;
    }

    public ValueTask<ImmutableArray<Message>> ListDeadAsync(TenantId tenant, Page page, CancellationToken cancellationToken) =>
        new([.. data.Blobs.All<MessageDocument>(EtagData.Prefix("message", tenant)).Where(static document => document.IsDead).Select(static document => document.Message)
            .Where(message => page.After is null || string.CompareOrdinal(message.Id, page.After) > 0)
            .OrderBy(static message => message.Id, StringComparer.Ordinal).Take(page.Limit)]);

    private void Add(IEnumerable<Message> messages)
    {
        foreach (var message in messages)
        {
            data.Blobs.Change<MessageDocument, bool>(EtagData.Key("message", message.Tenant, message.Id), known => known is not null
                ? (null, false)
                : (new MessageDocument { Stored = EtagData.Text(message), AvailableAt = message.DueAt ?? data.Now }, true));
        }

        data.Signal.Set();
    }

    /// <summary>Makes messages of what runs, events and deliveries have to say: at least once, and each id once.</summary>
    private void EmptyOutboxes()
    {
        EmptyOutboxes<RunDocument>("run/", static document => document.Outbox);
        EmptyOutboxes<EventDocument>("event/", static document => document.Outbox);
        EmptyOutboxes<MessageDocument>("message/", static document => document.Outbox);
    }

    private void EmptyOutboxes<T>(string prefix, Func<T, List<JsonText>> outboxOf)
        where T : class
    {
        foreach (var key in data.Blobs.Keys(prefix))
        {
            var messages = data.Blobs.Find<T>(key) is { } document ? outboxOf(document) : [];
            if (messages.Count > 0)
            {
                Add(messages.Select(EtagData.Value<Message>));
                data.Blobs.Change<T, bool>(key, current => current is not null && outboxOf(current).RemoveAll(messages.Contains) > 0 ? (current, true) : (null, false));
            }
        }
    }

    private ClaimedMessage? Claim(Message message, ClaimRequest request, DateTimeOffset now) =>
        data.Blobs.Change<MessageDocument, ClaimedMessage?>(EtagData.Key("message", message.Tenant, message.Id), document =>
        {
            if (document is null || document.AvailableAt > now)
            {
                return (null, null);
            }

            document.AvailableAt = now + request.Lease;
            document.Attempt++;
            document.IsClaimed = true;
            return (document, new ClaimedMessage(message, document.Attempt, document.Attempt));
        });

    private sealed class MessageDocument
    {
        public JsonText Stored { get; set; } = JsonText.Null;

        public DateTimeOffset AvailableAt { get; set; }

        public int Attempt { get; set; }

        public bool IsClaimed { get; set; }

        public bool IsDead { get; set; }

        public List<JsonText> Outbox { get; set; } = [];

        public Message Message => EtagData.Value<Message>(Stored);
    }
}
