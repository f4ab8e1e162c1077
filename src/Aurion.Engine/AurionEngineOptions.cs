using Aurion.Engine.Conditions;

namespace Aurion.Engine;

/// <summary>How an engine works. Set while it is registered; fixed from then on.</summary>
/// <remarks>Checked when <c>AddAurionEngine</c> returns: a value outside its limits is an <see cref="ArgumentOutOfRangeException"/>.</remarks>
public sealed class AurionEngineOptions
{
    /// <summary>Gets or sets the name under which this engine leases work, unique among all that share a store.</summary>
    /// <value>The default, null, makes a name that no other engine has. At most 100 characters.</value>
    public string? WorkerName { get; set; }

    /// <summary>Gets or sets how long a lease lasts that nobody renews: after a crash, others take over at the latest then.</summary>
    /// <value>The default is 30 seconds; 1 second to 1 hour.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the most runs that are driven at the same time.</summary>
    /// <value>The default is 64; 1 to 10,000.</value>
    public int MaxConcurrentRuns { get; set; } = 64;

    /// <summary>Gets or sets how often a run may be claimed without a commit before it is parked as failed.</summary>
    /// <value>The default is 10; 1 to 1,000.</value>
    public int MaxClaims { get; set; } = 10;

    /// <summary>Gets or sets the time an attempt at an action has, where its step names none.</summary>
    /// <value>The default is 100 seconds; 10 milliseconds to 1 day.</value>
    public TimeSpan ActionTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Gets or sets how long firing an event waits for its actions; what is not done by then is answered as queued and goes on.</summary>
    /// <value>The default is 5 seconds; 0 to 5 minutes.</value>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how often a message is tried before it is kept as dead.</summary>
    /// <value>The default is 20; 1 to 1,000.</value>
    public int MaxDeliveryAttempts { get; set; } = 20;

    /// <summary>Gets or sets the time before a commit whose outcome is unknown is sent again, and the time before a failed one is given up on is a few of these.</summary>
    /// <value>The default is 100 milliseconds; 0 to 1 minute.</value>
    public TimeSpan CommitRetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets or sets the zone that dates without an offset are read in.</summary>
    /// <value>The default is UTC.</value>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Gets or sets the type of event by which rules that react to automation learn of the changes that rules have made.</summary>
    /// <value>The default is <c>ticket.updated</c>. 1 to 200 characters; best the one that the host fires for changes that people make.</value>
    public string ChangeEventType { get; set; } = "ticket.updated";

    /// <summary>Gets or sets the most conversations that one run of the time rules fires on; the rest waits for the next run.</summary>
    /// <value>The default is 1,000; 1 to 100,000.</value>
    public int MaxTimeRuleFirings { get; set; } = 1_000;

    /// <summary>Gets or sets what the host declares about fields and calendars; the builder's verbs add to it.</summary>
    internal ConditionOptions Conditions { get; set; } = ConditionOptions.Default;

    internal void Validate()
    {
        if (WorkerName is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(WorkerName);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(WorkerName.Length, 100, nameof(WorkerName));
        }

        Check(Lease, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(Lease));
        Check(MaxConcurrentRuns, 1, 10_000, nameof(MaxConcurrentRuns));
        Check(MaxClaims, 1, 1_000, nameof(MaxClaims));
        Check(ActionTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1), nameof(ActionTimeout));
        Check(AnswerWithin, TimeSpan.Zero, TimeSpan.FromMinutes(5), nameof(AnswerWithin));
        Check(MaxDeliveryAttempts, 1, 1_000, nameof(MaxDeliveryAttempts));
        Check(CommitRetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1), nameof(CommitRetryDelay));
        ArgumentNullException.ThrowIfNull(TimeZone);
        Check(MaxTimeRuleFirings, 1, 100_000, nameof(MaxTimeRuleFirings));
        ArgumentException.ThrowIfNullOrWhiteSpace(ChangeEventType);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ChangeEventType.Length, 200, nameof(ChangeEventType));
    }

    private static void Check<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be between {least} and {most}.");
        }
    }
}
