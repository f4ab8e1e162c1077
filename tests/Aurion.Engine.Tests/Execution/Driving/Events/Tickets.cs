using System.Collections.Concurrent;
using System.Globalization;
using Aurion.Engine.Actions;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>The host's tickets, kept outside every process: patches are applied once per key and guarded by the version.</summary>
internal sealed class Tickets
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (JsonText Fields, int Version)> _tickets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>Gets the patches that were asked for, applied or not.</summary>
    public ConcurrentQueue<ConversationPatch> Asked { get; } = new();

    /// <summary>Gets or sets why every patch is refused; null applies them.</summary>
    public string? Refusal { get; set; }

    /// <summary>Gets or sets what others do right before a patch comes; it gets the number of patches asked for.</summary>
    public Action<Tickets, int>? BeforeApply { get; set; }

    public JsonText this[string id]
    {
        get
        {
            lock (_lock)
            {
                return _tickets[id].Fields;
            }
        }

        set
        {
            lock (_lock)
            {
                _tickets[id] = (value, _tickets.TryGetValue(id, out var known) ? known.Version + 1 : 1);
            }
        }
    }

    public int VersionOf(string id)
    {
        lock (_lock)
        {
            return _tickets[id].Version;
        }
    }

    /// <summary>The tickets as one process sees them.</summary>
    public IConversationStore Open(CrashPoint crash) => new View(this, crash);

    private Conversation? Find(string id)
    {
        lock (_lock)
        {
            return _tickets.TryGetValue(id, out var ticket)
                ? new Conversation
                {
                    Tenant = TenantId.Default,
                    Id = id,
                    Fields = ticket.Fields,
                    Version = ticket.Version.ToString(CultureInfo.InvariantCulture),
                }
                : null;
        }
    }

    /// <summary>Lists as a host does: by the basis, then by id, after a conversation.</summary>
    private List<Conversation> ListDue(TimeRuleQuery query)
    {
        lock (_lock)
        {
            return [.. _tickets.Keys
                .Select(id => (Id: id, At: Basis(id)))
                .Where(ticket => ticket.At <= query.NotAfter && (query.Statuses.IsEmpty || query.Statuses.Contains(Text(ticket.Id, "status") ?? "")))
                .Where(ticket => query.After is null || (ticket.At, ticket.Id).CompareTo((Basis(query.After), query.After)) > 0)
                .OrderBy(static ticket => ticket.At).ThenBy(static ticket => ticket.Id, StringComparer.Ordinal)
                .Select(ticket => Find(ticket.Id)!)];
        }

        DateTimeOffset Basis(string id) => Text(id, query.Basis) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.MaxValue;

        string? Text(string id, string member) =>
            _tickets[id].Fields.Element.TryGetProperty(member, out var value) && value.ValueKind is System.Text.Json.JsonValueKind.String ? value.GetString() : null;
    }

    private PatchResult Apply(ConversationPatch patch)
    {
        Asked.Enqueue(patch);
        BeforeApply?.Invoke(this, Asked.Count);
        lock (_lock)
        {
            var current = Find(patch.ConversationId)!;
            if (_keys.Contains(patch.Key))
            {
                return PatchResult.Applied(current);
            }

            if (Refusal is not null)
            {
                return PatchResult.Refused(Refusal);
            }

            if (patch.ExpectedVersion != current.Version)
            {
                return PatchResult.Conflict(current);
            }

            var fields = current.Fields;
            foreach (var change in patch.Changes)
            {
                Assert.True(FieldWriter.TrySet(fields.Element, FieldPath.Parse(change.Field), change.Value, out var written, out _));
                fields = written;
            }

            this[patch.ConversationId] = fields;
            _keys.Add(patch.Key);
            return PatchResult.Applied(Find(patch.ConversationId));
        }
    }

    private sealed class View(Tickets tickets, CrashPoint crash) : IConversationStore
    {
        public ValueTask<Conversation?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
            crash.CallAsync(() => new ValueTask<Conversation?>(tickets.Find(id)));

        public ValueTask<PatchResult> ApplyAsync(ConversationPatch patch, CancellationToken cancellationToken) =>
            crash.CallAsync(() => new ValueTask<PatchResult>(tickets.Apply(patch)));

        public IAsyncEnumerable<Conversation> ListDueAsync(TenantId tenant, TimeRuleQuery query, CancellationToken cancellationToken) =>
            tickets.ListDue(query).ToAsyncEnumerable();
    }
}
