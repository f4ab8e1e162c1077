namespace Aurion.Engine.Execution.Driving;

/// <summary>How work is driven: the checked options in the form that the drivers read.</summary>
internal sealed record DriverSettings
{
    public required string Worker { get; init; }

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    public int MaxConcurrentRuns { get; init; } = 64;

    public int MaxClaims { get; init; } = 10;

    public TimeSpan ActionTimeout { get; init; } = TimeSpan.FromSeconds(100);

    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(5);

    public int MaxDeliveryAttempts { get; init; } = 20;

    public TimeSpan CommitRetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets how often a commit is sent whose outcome stays unknown.</summary>
    public int CommitAttempts { get; init; } = 4;

    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    public string ChangeEventType { get; init; } = "ticket.updated";

    public int MaxTimeRuleFirings { get; init; } = 1_000;
}
