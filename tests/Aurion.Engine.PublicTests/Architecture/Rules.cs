using System.Text;

namespace Aurion.Engine.PublicTests.Architecture;

/// <summary>How the tests state that a rule of the house holds, or that it can fail.</summary>
internal static class Rules
{
    public static void AssertNone(IEnumerable<Violation> violations)
    {
        var found = violations.Distinct().ToArray();
        if (found.Length == 0)
        {
            return;
        }

        var message = new StringBuilder().Append(found.Length).AppendLine(" places break the rule:");
        foreach (var violation in found.Take(50))
        {
            message.Append("  ").Append(violation).AppendLine();
        }

        Assert.Fail(message.ToString());
    }

    /// <summary>The self-check: a planted violation is seen.</summary>
    public static void AssertSome(IEnumerable<Violation> violations) => Assert.NotEmpty(violations);
}
