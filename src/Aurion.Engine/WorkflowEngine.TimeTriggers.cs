using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>Workflows that time starts.</content>
public sealed partial class WorkflowEngine
{
    internal TimeTriggers TimeTriggers { get; init; } = null!; // given where the engine is made

    /// <summary>Starts a tenant's workflows whose trigger is time, each once for a conversation and the instant that its time counts from.</summary>
    /// <remarks>
    /// May be called at any time and from several processes at once: no episode starts a workflow twice. The conversations come from
    /// <see cref="Storage.IConversationStore.ListDueAsync"/> and are judged again here. A call starts at most
    /// <see cref="AurionEngineOptions.MaxTimeRuleFirings"/> runs. A start that is refused because the workflow is paused or its
    /// concurrency is used up is tried again with the next call, as long as the episode lasts.
    /// </remarks>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Stops looking; runs that were started go on.</param>
    /// <returns>The number of runs started.</returns>
    public ValueTask<int> StartDueAsync(TenantId tenant, CancellationToken cancellationToken) => TimeTriggers.RunAsync(tenant, cancellationToken);

    /// <summary>Starts the workflows of all tenants whose trigger is time: what the workers of <c>AddWorkers</c> do at an interval, and a host without them by hand.</summary>
    /// <param name="cancellationToken">Stops looking; runs that were started go on.</param>
    /// <returns>The number of tenants for which a part was deferred: unless it is 0, it is worth calling again at once. A tenant where it failed is logged, and is not among them.</returns>
    public ValueTask<int> StartDueAsync(CancellationToken cancellationToken) => TimeTriggers.RunAllAsync(cancellationToken);
}
