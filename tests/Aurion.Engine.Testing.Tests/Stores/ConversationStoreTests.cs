using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Testing.Stores;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.Stores;

/// <summary>The suite for hosts, on a host's store as small as can be.</summary>
public sealed class ConversationStoreTests
{
    public static TheoryData<string> Cases => [.. Suite(isBroken: false).Cases.Select(static next => next.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task ConversationStore_Keeps_TheContract(string name) => Suite(isBroken: false).RunAsync(name);

    [Fact]
    public async Task ForgetsKeys_IsFound()
    {
        var failure = await Assert.ThrowsAsync<StoreContractException>(() => Suite(isBroken: true).RunAllAsync());
        Assert.Contains("PatchIsAppliedOncePerKeyAsync", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("OldVersionIsAConflictAsync", failure.Message, StringComparison.Ordinal);
    }

    private static ConversationStoreSuite Suite(bool isBroken) => new(
        _ => new(new MemoryFixture(new Tickets(isBroken))),
        static async (handle, cancellationToken) => (await handle.Conversations.FindAsync(TenantId.Default, "t1", cancellationToken))!,
        "priority",
        JsonText.Parse("\"high\""));

    private sealed class Tickets(bool forgetsKeys) : IConversationStore
    {
        private readonly Lock _lock = new();
        private readonly HashSet<string> _keys = [];
        private int _version;
        private string _priority = "\"low\"";

        private Conversation Current => new() { Tenant = TenantId.Default, Id = "t1", Fields = JsonText.Parse($"{{\"priority\":{_priority}}}"), Version = $"v{_version}" };

        public ValueTask<Conversation?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                return new(tenant == TenantId.Default && id == "t1" ? Current : null);
            }
        }

        public ValueTask<PatchResult> ApplyAsync(ConversationPatch patch, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                if (!forgetsKeys && _keys.Contains(patch.Key))
                {
                    return new(PatchResult.Applied());
                }

                if (patch.ExpectedVersion is { } expected && expected != Current.Version)
                {
                    return new(PatchResult.Conflict(Current));
                }

                _keys.Add(patch.Key);
                _priority = patch.Changes[0].Value.ToString();
                _version++;
                return new(PatchResult.Applied(Current));
            }
        }

        public async IAsyncEnumerable<Conversation> ListDueAsync(
            TenantId tenant, TimeRuleQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }
    }
}
