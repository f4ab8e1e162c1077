using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Proves a host's own <see cref="IConversationStore"/>: once per key, guarded by the version, and lists of what is due.</summary>
public sealed partial class ConversationStoreSuite : StoreSuite
{
    private readonly Func<StoreHandle, CancellationToken, ValueTask<Conversation>> _create;
    private readonly Func<StoreHandle, string, string, DateTimeOffset, CancellationToken, ValueTask<Conversation>>? _createAt;
    private readonly string _field;
    private readonly JsonText _value;

    /// <summary>Initializes a new instance of the <see cref="ConversationStoreSuite"/> class.</summary>
    /// <param name="open">Opens an empty store with <see cref="StoreHandle.Conversations"/>.</param>
    /// <param name="create">Makes a conversation in the host's own way and answers it as the store finds it.</param>
    /// <param name="field">A field of it that automation may change, for example <c>priority</c>.</param>
    /// <param name="value">A value that the field may take and does not have.</param>
    /// <param name="createAt">
    /// Makes a conversation that has a status, and an instant in the field of a time rule's basis: handle, status, basis, instant. Null proves
    /// nothing about <see cref="Storage.IConversationStore.ListDueAsync"/>: for a host whose time rules are not used.
    /// </param>
    public ConversationStoreSuite(
        Func<CancellationToken, ValueTask<StoreFixture>> open, Func<StoreHandle, CancellationToken, ValueTask<Conversation>> create, string field, JsonText value,
        Func<StoreHandle, string, string, DateTimeOffset, CancellationToken, ValueTask<Conversation>>? createAt = null)
        : base(open)
    {
        _create = create;
        _createAt = createAt;
        _field = field;
        _value = value;
    }

    /// <inheritdoc/>
    public override ImmutableArray<StoreCase> Cases =>
    [
        new(nameof(ConversationIsFoundAsync), ConversationIsFoundAsync),
        new(nameof(PatchIsAppliedAsync), PatchIsAppliedAsync),
        new(nameof(PatchIsAppliedOncePerKeyAsync), PatchIsAppliedOncePerKeyAsync),
        new(nameof(OldVersionIsAConflictAsync), OldVersionIsAConflictAsync),
        new(nameof(PatchWithoutAVersionTakesWhateverIsThereAsync), PatchWithoutAVersionTakesWhateverIsThereAsync),
        new(nameof(SamePatchInParallelIsAppliedOnceAsync), SamePatchInParallelIsAppliedOnceAsync),
        new(nameof(OnePatchWinsAVersionAsync), OnePatchWinsAVersionAsync),
        .. _createAt is null ? ImmutableArray<StoreCase>.Empty : DueCases,
    ];

    /// <summary>A conversation is found by both openings, and only by its tenant.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ConversationIsFoundAsync(CancellationToken cancellationToken = default) => UseAsync(
        async (store, ct) =>
        {
            var made = await _create(store.First, ct).ConfigureAwait(false);
            Check.Equal(made, Check.Found(await store.Second.Conversations.FindAsync(made.Tenant, made.Id, ct).ConfigureAwait(false), "The conversation must be found."), "Both openings must see the same.");
            Check.That(await store.Second.Conversations.FindAsync(new TenantId($"not {made.Tenant}"), made.Id, ct).ConfigureAwait(false) is null, "Another tenant must not find it.");
            Check.That(await store.Second.Conversations.FindAsync(made.Tenant, $"not {made.Id}", ct).ConfigureAwait(false) is null, "An unknown conversation must be null.");
        },
        cancellationToken);

    /// <summary>A patch on the version that was read changes the field and the version.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task PatchIsAppliedAsync(CancellationToken cancellationToken = default) => UseAsync(
        async (store, ct) =>
        {
            var made = await _create(store.First, ct).ConfigureAwait(false);
            var result = await store.First.Conversations.ApplyAsync(Patch(made, "p1"), ct).ConfigureAwait(false);
            Check.Equal(PatchStatus.Applied, result.Status, "Nobody else changed the conversation.");
            var changed = await FoundAsync(store.Second, made, ct).ConfigureAwait(false);
            Check.Equal(_value.ToString(), new JsonFields(changed.Fields).Find(FieldPath.Parse(_field)).GetRawText(), "The field must have its new value.");
            Check.That(changed.Version != made.Version, "A change must change the version.");
        },
        cancellationToken);

    /// <summary>The same key again is applied already, whatever happened since, and changes nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task PatchIsAppliedOncePerKeyAsync(CancellationToken cancellationToken = default) => UseAsync(
        async (store, ct) =>
        {
            var made = await _create(store.First, ct).ConfigureAwait(false);
            await store.First.Conversations.ApplyAsync(Patch(made, "p1"), ct).ConfigureAwait(false);
            var changed = await FoundAsync(store.Second, made, ct).ConfigureAwait(false);
            var again = await store.Second.Conversations.ApplyAsync(Patch(made, "p1"), ct).ConfigureAwait(false);
            Check.Equal(PatchStatus.Applied, again.Status, "The patch is applied already: a crash after it must not make a conflict.");
            Check.Equal(changed, await FoundAsync(store.First, made, ct).ConfigureAwait(false), "A known key must change nothing.");
        },
        cancellationToken);

    /// <summary>A patch on an old version is a conflict that brings the current conversation, and changes nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OldVersionIsAConflictAsync(CancellationToken cancellationToken = default) => UseAsync(
        async (store, ct) =>
        {
            var made = await _create(store.First, ct).ConfigureAwait(false);
            await store.First.Conversations.ApplyAsync(Patch(made, "p1"), ct).ConfigureAwait(false);
            var changed = await FoundAsync(store.First, made, ct).ConfigureAwait(false);
            var late = await store.Second.Conversations.ApplyAsync(Patch(made, "p2"), ct).ConfigureAwait(false);
            Check.Equal(PatchStatus.Conflict, late.Status, "The conversation has another version.");
            Check.Equal(changed, late.Current!, "A conflict must bring the current conversation.");
            Check.Equal(changed, await FoundAsync(store.First, made, ct).ConfigureAwait(false), "A conflict must change nothing.");
            var retried = await store.Second.Conversations.ApplyAsync(Patch(changed, "p2"), ct).ConfigureAwait(false);
            Check.Equal(PatchStatus.Applied, retried.Status, "A key that met a conflict is not used up.");
        },
        cancellationToken);

    /// <summary>A patch without a version is applied to whatever is there.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task PatchWithoutAVersionTakesWhateverIsThereAsync(CancellationToken cancellationToken = default) => UseAsync(
        async (store, ct) =>
        {
            var made = await _create(store.First, ct).ConfigureAwait(false);
            await store.First.Conversations.ApplyAsync(Patch(made, "p1"), ct).ConfigureAwait(false);
            var result = await store.Second.Conversations.ApplyAsync(Patch(made, "p2") with { ExpectedVersion = null }, ct).ConfigureAwait(false);
            Check.Equal(PatchStatus.Applied, result.Status, "No version was asked for.");
        },
        cancellationToken);

    /// <summary>The same patch many times at once is applied once, and everybody is told so.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task SamePatchInParallelIsAppliedOnceAsync(CancellationToken cancellationToken = default) => UseAsync(
        async (store, ct) =>
        {
            var made = await _create(store.First, ct).ConfigureAwait(false);
            var results = await StoreCalls.RaceAsync(store, (handle, _) => handle.Conversations.ApplyAsync(Patch(made, "p1"), ct).AsTask()).ConfigureAwait(false);
            Check.That(results.All(static result => result.Status is PatchStatus.Applied), "Everybody must be told that the patch is applied.");
        },
        cancellationToken);

    /// <summary>Of many patches on the same version, exactly one is applied.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OnePatchWinsAVersionAsync(CancellationToken cancellationToken = default) => UseAsync(
        async (store, ct) =>
        {
            var made = await _create(store.First, ct).ConfigureAwait(false);
            var results = await StoreCalls.RaceAsync(store, (handle, racer) => handle.Conversations.ApplyAsync(Patch(made, $"p{racer}"), ct).AsTask()).ConfigureAwait(false);
            Check.Equal(1, results.Count(static result => result.Status is PatchStatus.Applied), "Exactly one patch must win.");
            Check.Equal(StoreCalls.Racers - 1, results.Count(static result => result.Status is PatchStatus.Conflict), "All others must meet a conflict.");
        },
        cancellationToken);

    private static async Task<Conversation> FoundAsync(StoreHandle handle, Conversation conversation, CancellationToken cancellationToken) =>
        Check.Found(await handle.Conversations.FindAsync(conversation.Tenant, conversation.Id, cancellationToken).ConfigureAwait(false), "The conversation must be found.");

    private ConversationPatch Patch(Conversation conversation, string key) => new()
    {
        Tenant = conversation.Tenant,
        ConversationId = conversation.Id,
        Key = key,
        ExpectedVersion = conversation.Version,
        Changes = [new FieldChange(_field, _value)],
    };
}
