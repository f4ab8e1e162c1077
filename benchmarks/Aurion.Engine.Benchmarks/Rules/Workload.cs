using System.Globalization;
using System.Text.Json;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Ticket events and rules that match a given part of them; the same for the same seed and settings.</summary>
internal sealed class Workload
{
    private readonly Random _random;
    private readonly string[] _subjectWords;
    private readonly string[] _descriptionWords;
    private readonly string[] _tags;
    private readonly int _descriptionLength;

    private Workload(int seed, bool hard)
    {
        _random = new Random(seed);
        _subjectWords = Vocabulary.Make(_random, 150);
        _descriptionWords = Vocabulary.Make(_random, hard ? 3_000 : 300);
        _tags = Vocabulary.Make(_random, 40);
        _descriptionLength = hard ? 600 : 36;
        IsHard = hard;
    }

    /// <summary>Gets a value indicating whether texts are long and their <c>contains</c> words 3,000.</summary>
    public bool IsHard { get; }

    public RuleSpec[] Rules { get; private set; } = [];

    public byte[][] Events { get; private set; } = [];

    /// <summary>Makes a workload.</summary>
    /// <param name="rules">The number of rules.</param>
    /// <param name="matching">The part of the rules that an event matches on average, 0 to 1.</param>
    /// <param name="hard">Whether it is the harder set.</param>
    public static Workload Make(int rules, double matching, bool hard = false)
    {
        var workload = new Workload(seed: 20_261_124, hard);
        workload.Events = [.. Enumerable.Range(0, 128).Select(workload.MakeEvent)];
        workload.Rules = [.. Enumerable.Range(0, rules).Select(id => workload.MakeRule(id, matching))];
        return workload;
    }

    private byte[] MakeEvent(int number)
    {
        string Enumerated(string path)
        {
            var field = TicketField.Enumerations.First(field => field.Path == path);
            return field.Value(_random.Next(field.Distinct));
        }

        var id = number.ToString("D8", CultureInfo.InvariantCulture);
        var created = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero).AddMinutes(number);
        return JsonSerializer.SerializeToUtf8Bytes(
            new Ticket
            {
                Id = $"0190a1b2-7c3d-7e4f-8a5b-{id}0000",
                Status = "open",
                Category = Enumerated("category"),
                Priority = Enumerated("priority"),
                Channel = Enumerated("channel"),
                Language = Enumerated("language"),
                Subject = Vocabulary.Text(_random, _subjectWords, 6),
                Description = Vocabulary.Text(_random, _descriptionWords, _descriptionLength),
                Tags = [.. _random.GetItems(_tags, 4).Distinct()],
                Amount = Math.Round(_random.NextDouble() * 10_000, 2),
                Requester = new TicketRequester
                {
                    Id = $"usr_{id}",
                    Name = Vocabulary.Text(_random, _subjectWords, 2),
                    Email = $"customer{id}@example.test",
                    Plan = Enumerated("requester.plan"),
                    Country = Enumerated("requester.country"),
                    Seats = _random.Next(5_000),
                },
                Sla = new TicketSla { Policy = "gold", Minutes = _random.Next(10_000), DueAt = created.AddHours(4) },
                CustomFields = new TicketCustomFields
                {
                    Sku = Enumerated("custom_fields.sku"),
                    Region = Enumerated("custom_fields.region"),
                    OrderId = $"ORD-{id}",
                    Score = Math.Round(_random.NextDouble() * 1_000, 2),
                },
                CreatedAt = created,
                UpdatedAt = created,
            },
            TicketJsonContext.Default.Ticket);
    }

    private RuleSpec MakeRule(int id, double matching)
    {
        while (true)
        {
            var (first, firstPart) = MakeEnumerationTest();
            var (second, secondPart) = MakeContainsTest();
            var needed = matching / (firstPart * secondPart);
            if (_random.Next(4) == 0 && !IsHard)
            {
                (second, secondPart) = MakeEnumerationTest();
                needed = matching / (firstPart * secondPart);
            }

            if (first.Field == second.Field || needed is < 0.02 or > 0.98)
            {
                continue;
            }

            var number = TicketField.Numbers[_random.Next(TicketField.Numbers.Length)];
            var third = new TestSpec(number, TestKind.GreaterThan, [], Math.Round(number.Maximum * (1 - needed), 2));
            TestSpec[] tests = [first, second, third];
            _random.Shuffle(tests);
            return new RuleSpec(id, tests, WritesScore: id % 10 == 0);
        }
    }

    private (TestSpec Test, double Part) MakeEnumerationTest()
    {
        var field = TicketField.Enumerations[_random.Next(TicketField.Enumerations.Length)];
        if (_random.Next(2) == 0)
        {
            return (new TestSpec(field, TestKind.Equal, [field.Value(_random.Next(field.Distinct))]), 1.0 / field.Distinct);
        }

        var count = _random.Next(2, Math.Min(12, field.Distinct));
        var values = Enumerable.Range(0, field.Distinct).ToArray();
        _random.Shuffle(values);
        return (new TestSpec(field, TestKind.In, [.. values.Take(count).Select(field.Value)]), (double)count / field.Distinct);
    }

    private (TestSpec Test, double Part) MakeContainsTest()
    {
        var (field, words, length) = IsHard ? (TicketField.Description, _descriptionWords, _descriptionLength) : _random.Next(3) switch
        {
            0 => (TicketField.Subject, _subjectWords, 6),
            1 => (TicketField.Description, _descriptionWords, _descriptionLength),
            _ => (TicketField.Tags, _tags, 4),
        };
        var part = 1 - Math.Pow(1 - (1.0 / words.Length), length);
        return (new TestSpec(field, TestKind.Contains, [words[_random.Next(words.Length)]]), part);
    }
}
