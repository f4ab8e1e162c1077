using System.Globalization;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>
/// Checks the rule of joins on all small canvases, in every order of results: no dead state, no join that fires too early or twice for
/// an activation, the outcome the same whatever the order, and each state the one that the plain statement of the rule gives.
/// </summary>
/// <remarks>
/// Every acyclic canvas of three inner nodes always. <c>AURION_JOIN_EXPLORER=n</c> adds every n-th of those with loops, and of the acyclic
/// ones of four inner nodes; 1 takes them all, which is hours of one core.
/// </remarks>
public sealed class JoinExplorerTests(ITestOutputHelper output)
{
    private static readonly long Every = long.TryParse(Environment.GetEnvironmentVariable("AURION_JOIN_EXPLORER"), NumberStyles.None, CultureInfo.InvariantCulture, out var every) && every > 0 ? every : 0;

    [Theory]
    [InlineData(3, true, false, 40, 20_000)]
    [InlineData(2, false, true, 8, 60)]
    [InlineData(3, false, true, 8, 60)]
    [InlineData(4, true, true, 40, 20_000)]
    public void Explore_SmallCanvases_FindsNoViolation(int inner, bool acyclic, bool onRequest, int maxInputs, int maxStates)
    {
        var explorer = new JoinExplorer(maxInputs, maxStates);
        foreach (var canvas in onRequest && Every == 0 ? [] : SmallCanvas.All(inner, acyclic, number => !onRequest || number % Every == 0))
        {
            explorer.Explore(canvas);
            if (explorer.Violations.Count > 20)
            {
                break;
            }
        }

        output.WriteLine(explorer.ToString());
        Assert.True(explorer.Violations.Count == 0, string.Join('\n', explorer.Violations));
        Assert.True(onRequest || explorer.Canvases > 2_000, explorer.ToString());
    }
}
