using Aurion.Engine.Rules;

namespace Aurion.Engine.Execution.Driving;

/// <summary>A conversation for which a time condition holds, as the host listed it.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Since">The instant of the basis: together with the conversation it names the episode.</param>
internal readonly record struct DueConversation(Conversation Conversation, DateTimeOffset Since);
