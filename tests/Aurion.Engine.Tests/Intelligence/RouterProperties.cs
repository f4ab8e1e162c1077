using Aurion.Engine.Intelligence;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Intelligence;

public sealed class RouterProperties
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] SkillNames = ["network", "security", "mail", "billing"];

    /// <summary>The router agrees with one that says the rules once more, by sorting lists.</summary>
    [Property(MaxTest = 5000)]
    public void Decide_AnyTeam_AgreesWithThePlainRouter(int seed)
    {
        var random = new Random(seed);
        var settings = Settings(random);
        var request = Request(random);
        var decided = Router.Decide(request, settings);
        var plain = PlainRouter.Decide(request, settings);
        Assert.Equal(plain, (decided.Outcome, decided.TeamId, decided.AgentId, decided.IsOverflow, decided.RetryAt));
    }

    /// <summary>However many conversations come, nobody gets more than the capacity, and nobody without a skill that is still held.</summary>
    [Property(MaxTest = 1000)]
    public void Decide_ManyConversations_KeepsCapacityAndSkills(int seed)
    {
        var random = new Random(seed);
        var settings = Settings(random);
        var request = Request(random) with { Method = random.Next(2) == 0 ? RoutingMethod.Balanced : RoutingMethod.RoundRobin };
        for (var at = 0; at < 60; at++)
        {
            request = request with { Now = Start.AddSeconds(random.Next(900)) };
            var decided = Router.Decide(request, settings);
            if (decided.AgentId is null)
            {
                continue;
            }

            var team = decided.IsOverflow ? request.Overflow! : request.Target;
            var seat = team.Seats!.Value.Single(seat => seat.Agent.Id == decided.AgentId);
            Assert.True(seat.Agent.IsActive && seat.Agent.IsAvailable && seat.Load < seat.Agent.Capacity);
            Assert.All(request.Skills.Take(request.Skills.Length - decided.RelaxedSkills), skill => Assert.Contains(skill, seat.Agent.Skills));
            var next = seat with { Claimed = seat.Claimed + 1, LastAssignedAt = Start.AddSeconds(at) };
            var changed = team with { Seats = team.Seats.Value.Replace(seat, next), Cursor = decided.AgentId };
            request = decided.IsOverflow ? request with { Overflow = changed } : request with { Target = changed };
        }
    }

    /// <summary>Among agents who can all take more, after any number of rounds nobody has two more than another.</summary>
    [Property(MaxTest = 1000)]
    public void Decide_RoundRobin_IsFairToOne(int seed)
    {
        var random = new Random(seed);
        var count = random.Next(1, 9);
        var team = new TeamSeats("t", [.. Enumerable.Range(0, count).Select(at => new AgentSeat(new Agent { Id = $"a{random.Next(100)}-{at}", Capacity = 10_000, Open = random.Next(50) }, 0, null))], random.Next(2) == 0 ? null : $"a{random.Next(100)}");
        var given = team.Seats!.Value.ToDictionary(static seat => seat.Agent.Id, static _ => 0);
        for (var at = random.Next(1, 200); at > 0; at--)
        {
            var decided = Router.Decide(new RoutingRequest { RuleId = "r", Target = team, Method = RoutingMethod.RoundRobin, EligibleAt = Start, Now = Start }, new RoutingSettings());
            given[decided.AgentId!]++;
            team = team with { Cursor = decided.AgentId };
            Assert.True(given.Values.Max() - given.Values.Min() <= 1);
        }
    }

    /// <summary>A skill is let go only once its time has passed: the n-th from the end after n timeouts, never before.</summary>
    [Property(MaxTest = 2000)]
    public void RelaxedAfter_AnyWait_NeverBeforeItsTime(int seed)
    {
        var random = new Random(seed);
        var (skills, timeout) = (random.Next(0, 6), random.Next(1, 400));
        var waited = TimeSpan.FromTicks(random.NextInt64(-TimeSpan.TicksPerMinute, 3000 * TimeSpan.TicksPerSecond));
        var relaxed = Router.RelaxedAfter(waited, skills, timeout);
        var expected = 0;
        for (var at = 1; at <= skills && waited >= TimeSpan.FromSeconds(timeout) * at; at++)
        {
            expected = at;
        }

        Assert.Equal(expected, relaxed);
        Assert.Equal(skills, Router.RelaxedAfter(waited, skills, 0));
    }

    [Property(MaxTest = 2000)]
    public void Match_AnyRules_FirstThatFitsWins(int seed)
    {
        var random = new Random(seed);
        string?[] words = [null, "Network", "network", "high", "URGENT"];
        string? Word() => words[random.Next(words.Length)];
        RoutingRule[] rules = [.. Enumerable.Range(0, random.Next(8)).Select(at => new RoutingRule
        {
            Id = $"rr_{random.Next(100)}{at}", TargetTeamId = "t", Category = Word(), Priority = Word(), ConversationType = Word(), Sentiment = Word(),
            SortOrder = random.Next(3), IsActive = random.Next(4) > 0, CreatedAt = Start.AddDays(random.Next(2)),
        })];
        var conversation = new RoutingCriteria { Category = Word(), Priority = Word(), ConversationType = Word(), Sentiment = Word() };
        var plain = rules.OrderBy(static rule => rule.SortOrder).ThenBy(static rule => rule.CreatedAt).ThenBy(static rule => rule.Id, StringComparer.Ordinal)
            .FirstOrDefault(rule => rule.IsActive && new[] { (rule.Category, conversation.Category), (rule.Priority, conversation.Priority), (rule.ConversationType, conversation.ConversationType), (rule.Sentiment, conversation.Sentiment) }
                .All(static pair => pair.Item1 is null || string.Equals(pair.Item1, pair.Item2, StringComparison.OrdinalIgnoreCase)));
        Assert.Same(plain, Router.Match(rules, conversation));
    }

    private static RoutingSettings Settings(Random random) => new()
    {
        SkillsTimeoutSeconds = random.Next(4) == 0 ? 0 : random.Next(1, 400),
        FallbackToTeamPool = random.Next(2) == 0,
    };

    private static RoutingRequest Request(Random random) => new()
    {
        RuleId = "rr_1",
        Target = Team("team_a", random),
        Overflow = random.Next(2) == 0 ? null : Team("team_b", random),
        Skills = [.. SkillNames.OrderBy(_ => random.Next()).Take(random.Next(4))],
        Method = (RoutingMethod)random.Next(3),
        EligibleAt = Start,
        Now = Start.AddSeconds(random.Next(1500)),
    };

    private static TeamSeats Team(string id, Random random) => new(
        id,
        random.Next(8) == 0 ? null : [.. Enumerable.Range(0, random.Next(6)).Select(at => new AgentSeat(
            new Agent
            {
                Id = $"{id}_{at}", IsActive = random.Next(5) > 0, IsAvailable = random.Next(4) > 0, Capacity = random.Next(4), Open = random.Next(3),
                Skills = [.. SkillNames.Where(_ => random.Next(2) == 0)],
            },
            random.Next(2),
            random.Next(3) == 0 ? null : Start.AddMinutes(-random.Next(5))))],
        random.Next(2) == 0 ? null : $"{id}_{random.Next(6)}");
}
