using System.Globalization;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>
/// Checks the rule of joins on all small canvases, in every order of results: no dead state, no join that fires too early or twice for
/// an activation, the outcome the same whatever the order, and each state the one that the plain statement of the rule gives.
/// </summary>
/// <remarks>
/// The acyclic canvases of three inner nodes and those of two with loops are all taken, of the larger ones a part;
/// <c>AURION_JOIN_EXPLORER=n</c> takes every n-th of these instead. 1 is all of them: about half an hour of one core.
/// </remarks>
public sealed class JoinExplorerTests(ITestOutputHelper output)
{
    private static readonly long Every = long.TryParse(Environment.GetEnvironmentVariable("AURION_JOIN_EXPLORER"), NumberStyles.None, CultureInfo.InvariantCulture, out var every) && every > 0 ? every : 0;

    [Theory]
    [InlineData(3, true, 1, 40, 20_000, 2_500)]
    [InlineData(2, false, 1, 8, 60, 1)]
    [InlineData(3, false, 29, 8, 60, 200)]
    [InlineData(4, true, 211, 40, 20_000, 500)]
    public void Explore_SmallCanvases_FindsNoViolation(int inner, bool acyclic, int every, int maxInputs, int maxStates, int least)
    {
        var step = every > 1 && Every > 0 ? Every : every;
        var explorer = new JoinExplorer(maxInputs, maxStates);
        foreach (var canvas in SmallCanvas.All(inner, acyclic, number => number % step == 0))
        {
            explorer.Explore(canvas);
            if (explorer.Violations.Count > 20)
            {
                break;
            }
        }

        output.WriteLine(explorer.ToString());
        Assert.True(explorer.Violations.Count == 0, string.Join('\n', explorer.Violations));
        Assert.True(Every > 0 || explorer.Canvases >= least, explorer.ToString());
    }
}
