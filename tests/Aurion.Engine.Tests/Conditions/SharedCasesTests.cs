using System.Text.Json;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>Behaviours of other products, restated in our operators. Where we decide otherwise, the decision record says why.</summary>
public sealed class SharedCasesTests(ITestOutputHelper output)
{
    // Explained in docs/decisions/0009-conditions-in-detail.md.
    private static readonly string[] Deviations = ["cel-028"];

    [Fact]
    public void Evaluate_CasesOfOtherProducts_AgreesButForTheExplainedOnes()
    {
        if (SharedData.Find("conditions.json") is not { } file)
        {
            output.WriteLine("../shared/data/conditions.json is not there: nothing was compared.");
            return;
        }

        using var cases = JsonDocument.Parse(File.ReadAllBytes(file));
        var different = new List<string>();
        foreach (var item in cases.RootElement.EnumerateArray())
        {
            var conditions = $$"""{"{{item.GetProperty("match").GetString()}}":{{item.GetProperty("conditions").GetRawText()}}}""";
            var truth = Judge.Evaluate(conditions, item.GetProperty("payload").GetRawText());
            if (truth is Truth.True != item.GetProperty("expected").GetBoolean())
            {
                different.Add(item.GetProperty("id").GetString()!);
                output.WriteLine($"{item.GetProperty("id")}: {truth}: {conditions} on {item.GetProperty("payload").GetRawText()}");
            }
        }

        var total = cases.RootElement.GetArrayLength();
        output.WriteLine($"{total - different.Count} of {total} agree.");
        Assert.Equal(Deviations, different);
    }

    [Fact]
    public void Read_CasesOfOtherProducts_RefusesOnlyWhatCannotBeOrdered()
    {
        if (SharedData.Find("conditions.json") is not { } file)
        {
            output.WriteLine("../shared/data/conditions.json is not there: nothing was read.");
            return;
        }

        using var cases = JsonDocument.Parse(File.ReadAllBytes(file));
        var refused = new List<string>();
        foreach (var item in cases.RootElement.EnumerateArray())
        {
            var faults = new List<Fault>();
            _ = ConditionJson.Read(JsonText.From(item.GetProperty("conditions")).Element, FaultPath.Root, faults);
            if (faults.Count > 0)
            {
                refused.Add(item.GetProperty("id").GetString()!);
                output.WriteLine($"{item.GetProperty("id")}: {string.Join(" ", faults)}");
            }
        }

        Assert.Equal(["jsonlogic-021", "jsonlogic-037"], refused); // greater_than true
    }
}
