using Aurion.Engine.Canvas;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>From rule to workflow.</content>
public sealed partial class WorkflowEngine
{
    internal RuleMigrations Migrations { get; init; } = null!; // given where the engine is made

    /// <summary>Makes a draft that starts on what a rule fires on and does the same actions under the same conditions.</summary>
    /// <remarks>
    /// The rule stays as it is and goes on. The draft's first publication disables it in the same commit, as it then stands: what was changed
    /// about it in between is lost. No event is acted on by both or by neither. What differs by nature is in decision 0027.
    /// </remarks>
    /// <param name="tenant">The tenant.</param>
    /// <param name="ruleId">The rule.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The draft, or why the rule can't be carried over.</returns>
    public ValueTask<MigrationResult> MigrateFromRuleAsync(TenantId tenant, string ruleId, CancellationToken cancellationToken) =>
        Migrations.MigrateAsync(tenant, ruleId, cancellationToken);
}
