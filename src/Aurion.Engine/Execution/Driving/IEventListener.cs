using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Something beside rules and workflows that events reach: it says what to do, in the commit that accepts the event.</summary>
internal interface IEventListener
{
    /// <summary>Lists the messages that an event leads to; the same whenever it is asked again.</summary>
    ValueTask<ImmutableArray<Message>> MessagesForAsync(AutomationEvent automationEvent, string eventId, DateTimeOffset acceptedAt, CancellationToken cancellationToken);
}
