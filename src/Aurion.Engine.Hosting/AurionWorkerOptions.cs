namespace Aurion.Engine.Hosting;

/// <summary>How the hosted workers look for work. Set while they are registered; fixed from then on.</summary>
/// <remarks>Checked when <c>AddWorkers</c> returns: a value outside its limits is an <see cref="ArgumentOutOfRangeException"/>.</remarks>
public sealed class AurionWorkerOptions
{
    /// <summary>Gets or sets the longest time between two looks for work that another process left; work from this process is seen at once.</summary>
    /// <value>The default is 1 second; 10 milliseconds to 5 minutes.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest pause after a store has failed again and again; the first pause is a second, and each doubles.</summary>
    /// <value>The default is 30 seconds; 1 second to 10 minutes.</value>
    public TimeSpan MaxBackOff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a stopping host waits for cancelled handlers before it leaves them to the end of their leases.</summary>
    /// <value>The default is 15 seconds; 0 to 10 minutes. The host's own shutdown timeout ends the wait too.</value>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets the time between two runs of the time rules. A run that had to defer a part is followed by the next at once.</summary>
    /// <value>The default is 1 minute; 1 second to 1 day. Several hosts may run them: no episode fires twice.</value>
    public TimeSpan TimeRuleInterval { get; set; } = TimeSpan.FromMinutes(1);

    internal void Validate()
    {
        Check(PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), nameof(PollInterval));
        Check(MaxBackOff, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), nameof(MaxBackOff));
        Check(TimeRuleInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), nameof(TimeRuleInterval));
        Check(StopWithin, TimeSpan.Zero, TimeSpan.FromMinutes(10), nameof(StopWithin));
    }

    private static void Check(TimeSpan value, TimeSpan least, TimeSpan most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be between {least} and {most}.");
        }
    }
}
