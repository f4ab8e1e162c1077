namespace Aurion.Engine.AotTest;

/// <summary>What <c>create_ticket</c> is told.</summary>
internal sealed record NewTicket(string Subject);
