using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

/// <summary>Who holds which once-key.</summary>
internal sealed class OnceTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(TenantId Tenant, string Scope, string Key), (string Holder, DateTimeOffset? Until)> _keys = [];

    /// <summary>Tells who holds each key; null where nobody does.</summary>
    internal ImmutableArray<string?> FindHolders(TenantId tenant, ImmutableArray<OnceKey> keys, DateTimeOffset now)
    {
        var holders = ImmutableArray.CreateBuilder<string?>(keys.Length);
        lock (_lock)
        {
            foreach (var key in keys)
            {
                holders.Add(_keys.TryGetValue((tenant, key.Scope, key.Key), out var held) && !(held.Until <= now) ? held.Holder : null);
            }
        }

        return holders.MoveToImmutable();
    }

    /// <summary>Takes all keys or none, together with what <paramref name="also"/> does.</summary>
    /// <returns>Who else holds one of them; null when all are taken, or <paramref name="also"/> said no.</returns>
    internal string? Take(TenantId tenant, ImmutableArray<OnceKey> keys, string holder, DateTimeOffset now, Func<bool> also)
    {
        if (keys.IsDefaultOrEmpty)
        {
            also();
            return null;
        }

        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (_keys.TryGetValue((tenant, key.Scope, key.Key), out var held) && held.Holder != holder && !(held.Until <= now))
                {
                    return held.Holder;
                }
            }

            if (also())
            {
                foreach (var key in keys)
                {
                    ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_keys, (tenant, key.Scope, key.Key), out _);
                    held = (holder, key.Until);
                }
            }

            return null;
        }
    }
}
