using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>Why and why not: what rules would do about an event.</content>
public sealed partial class RuleEngine
{
    /// <summary>Says of each rule of a tenant whether it would run for an event, and why: the decision itself, looked on at. Changes and writes nothing.</summary>
    /// <param name="automationEvent">The event; where it names a conversation that the host knows, its fields are read now.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// All rules in the order of evaluation, every condition judged: disabled rules and those of other events too. Actions are
    /// as they would be decided; outward ones are not performed, so what a failure of one would skip is not known.
    /// </returns>
    /// <exception cref="InvalidDefinitionException">The type is blank or longer than 200 characters, or the payload is no object.</exception>
    public ValueTask<EventExplanation> ExplainAsync(AutomationEvent automationEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(automationEvent);
        EventIntake.Validate(automationEvent);
        return _explainer.ExplainAsync(automationEvent, cancellationToken);
    }

    /// <summary>Says whether a rule would run for an event, and why, as if the tenant had no other rule. Changes and writes nothing.</summary>
    /// <param name="id">The rule.</param>
    /// <param name="automationEvent">The event; where it names a conversation that the host knows, its fields are read now.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The explanation; null when the tenant has no rule of that id.</returns>
    /// <exception cref="InvalidDefinitionException">The type is blank or longer than 200 characters, or the payload is no object.</exception>
    public async ValueTask<RuleExplanation?> ExplainAsync(string id, AutomationEvent automationEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(automationEvent);
        EventIntake.Validate(automationEvent);
        var document = await _documents.FindAsync(automationEvent.Tenant, DocumentKind.Rule, id, cancellationToken).ConfigureAwait(false);
        return document is null
            ? null
            : await _explainer.ExplainAsync(Read(document), automationEvent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says whether a rule that is not saved would run for an event, and why, as if the tenant had no other rule. Changes and writes nothing.</summary>
    /// <param name="rule">The rule's members as an object, as <see cref="CreateAsync"/> takes them.</param>
    /// <param name="automationEvent">The event; where it names a conversation that the host knows, its fields are read now.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The explanation; the rule in it has an id that no stored rule has.</returns>
    /// <exception cref="InvalidDefinitionException">The rule is not valid, the type is blank or longer than 200 characters, or the payload is no object.</exception>
    public async ValueTask<RuleExplanation> ExplainAsync(JsonText rule, AutomationEvent automationEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(automationEvent);
        EventIntake.Validate(automationEvent);
        var faults = new List<Fault>();
        var draft = RuleJson.Read(rule, _catalog, "rule_draft", Now(), faults, _conditions) ?? throw new InvalidDefinitionException([.. faults]);
        return await _explainer.ExplainAsync(draft, automationEvent, cancellationToken).ConfigureAwait(false);
    }
}
