using Aurion.Engine;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Helpdesk.Conversations;

/// <summary>Hands events to the engine. One that a crash or a fault held back is handed over later: the engine takes each id once.</summary>
internal sealed partial class TicketEvents(HelpdeskDatabase database, RuleEngine rules, TimeProvider time, ILogger<TicketEvents> logger) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(5);

    /// <summary>Fires events in order. What rules change by it is done when this returns.</summary>
    public async Task FireAsync(IEnumerable<AutomationEvent> events, CancellationToken cancellationToken)
    {
        foreach (var raised in events)
        {
            await rules.FireAsync(raised, cancellationToken);
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await transaction.ExecuteAsync("DELETE FROM helpdesk_event WHERE id = @id", cancellationToken, ("@id", raised.Id!));
            await transaction.CommitAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Rhythm, time);
        do
        {
            try
            {
                // What is on its way with its own request may be among them: the engine takes each id once.
                await FireAsync(await ListAsync(stoppingToken), stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                HeldBack(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<AutomationEvent[]> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var reader = await connection.QueryAsync(
            null, "SELECT id, tenant, type, conversation, payload, actor FROM helpdesk_event ORDER BY id LIMIT 100", cancellationToken);
        var events = new List<AutomationEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new AutomationEvent
            {
                Id = reader.GetString(0),
                Tenant = new TenantId(reader.GetString(1)),
                Type = reader.GetString(2),
                ConversationId = reader.GetString(3),
                Payload = JsonText.Parse(reader.GetString(4)),
                Actor = reader.GetString(5),
            });
        }

        return [.. events];
    }

    [LoggerMessage(EventId = 1, EventName = "EventsHeldBack", Level = LogLevel.Error, Message = "Events could not be handed to the engine; trying again")]
    private static partial void HeldBack(ILogger logger, Exception exception);
}
