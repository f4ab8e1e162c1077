using System.Collections.Immutable;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Walks lists that come in pages.</summary>
internal static class Pages
{
    private const int Size = 200;

    /// <summary>Leaves out so many items and answers up to so many.</summary>
    public static async ValueTask<ImmutableArray<T>> TakeAsync<T>(Func<Page, ValueTask<ImmutableArray<T>>> list, Func<T, string> idOf, int limit, int offset)
    {
        var found = ImmutableArray.CreateBuilder<T>();
        string? after = null;
        while (found.Count < limit)
        {
            var wanted = (int)Math.Min(Size, (long)offset + limit - found.Count);
            var page = await list(new Page(after, wanted)).ConfigureAwait(false);
            var left = Math.Min(offset, page.Length);
            offset -= left;
            found.AddRange(page.AsSpan(left, Math.Min(page.Length - left, limit - found.Count)));
            if (page.Length < wanted)
            {
                break;
            }

            after = idOf(page[^1]);
        }

        return found.DrainToImmutable();
    }
}
