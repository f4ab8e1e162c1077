namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>A clock that stands still until the simulation moves it. Timers ring in the order of their instants, those of one instant in the order they were set.</summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly HashSet<object> _gone = new(ReferenceEqualityComparer.Instance);
    private readonly SortedSet<Alarm> _alarms = new(Comparer<Alarm>.Create(static (left, right) => (left.At, left.Number).CompareTo((right.At, right.Number))));
    private DateTimeOffset _now = start;
    private long _number;

    /// <summary>Gets when the next timer rings; null when none is set.</summary>
    public DateTimeOffset? NextDue => _alarms.Min?.At;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Alarm(this, this, callback, state, dueTime, period);

    /// <summary>Makes the clock of one owner, whose timers can be dropped with it.</summary>
    public TimeProvider For(object owner) => new Owned(this, owner);

    /// <summary>Drops what an owner has set, and whatever it sets from now on: it is gone.</summary>
    public void Drop(object owner)
    {
        _gone.Add(owner);
        foreach (var alarm in _alarms.Where(alarm => ReferenceEquals(alarm.Owner, owner)).ToList())
        {
            _alarms.Remove(alarm);
            alarm.IsGone = true;
        }
    }

    /// <summary>Moves the clock. A timer that was missed often rings once, as after a clock that jumped.</summary>
    public void MoveTo(DateTimeOffset at)
    {
        _now = at > _now ? at : _now;
        var due = _alarms.TakeWhile(alarm => alarm.At <= _now).ToList();
        foreach (var alarm in due)
        {
            alarm.Ring();
        }
    }

    private sealed class Owned(VirtualTime time, object owner) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Alarm(time, owner, callback, state, dueTime, period);
    }

    private sealed class Alarm : ITimer
    {
        private readonly VirtualTime _time;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private TimeSpan _period;

        public Alarm(VirtualTime time, object owner, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_time, Owner, _callback, _state) = (time, owner, callback, state);
            Change(dueTime, period);
        }

        public object Owner { get; }

        public DateTimeOffset At { get; private set; }

        public long Number { get; private set; }

        /// <summary>Gets or sets a value indicating whether its owner is gone. The collector may end such a timer at any time, from a thread of its own.</summary>
        public bool IsGone { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (IsGone || _time._gone.Contains(Owner))
            {
                IsGone = true;
                return false;
            }

            _time._alarms.Remove(this);
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                (At, Number) = (_time._now + dueTime, _time._number++);
                _time._alarms.Add(this);
            }

            return true;
        }

        public void Ring()
        {
            if (_time._alarms.Remove(this)) // one that rang before it may have ended this one
            {
                Change(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);
                _callback(_state);
            }
        }

        public void Dispose()
        {
            if (!IsGone)
            {
                _time._alarms.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
