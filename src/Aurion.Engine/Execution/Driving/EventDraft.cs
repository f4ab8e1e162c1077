using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>An event that is ready to be accepted, with all that its first commit writes.</summary>
internal sealed record EventDraft(StoredEvent State, ImmutableArray<OnceKey> Once, ImmutableArray<Message> Messages, ImmutableArray<RuleLogEntry> Log);
