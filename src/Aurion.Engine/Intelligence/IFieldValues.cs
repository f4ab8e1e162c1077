using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>Knows which values a field may take now. Implemented by the host; without it a classifier may name any.</summary>
/// <remarks>One instance serves everything, so it must be safe for concurrent use. What throws is tried again later.</remarks>
public interface IFieldValues
{
    /// <summary>Lists the active values of a field.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="field">The field, for example <c>category</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The values, compared exactly; null when the field may take any.</returns>
    ValueTask<ImmutableArray<string>?> ListAsync(TenantId tenant, string field, CancellationToken cancellationToken);
}
