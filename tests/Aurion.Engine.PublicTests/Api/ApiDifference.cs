using System.Text;

namespace Aurion.Engine.PublicTests.Api;

/// <summary>Says what changed between two API texts, line by line, each line under the type that it belongs to.</summary>
internal static class ApiDifference
{
    /// <summary>Gets a message for people; null when the texts are the same.</summary>
    public static string? Describe(string approved, string actual)
    {
        var old = Split(approved);
        var now = Split(actual);
        if (old.SequenceEqual(now, StringComparer.Ordinal))
        {
            return null;
        }

        var message = new StringBuilder();
        Append(message, "Gone (breaks hosts that use it)", '-', Except(old, now));
        Append(message, "New (stays for ever once released)", '+', Except(now, old));
        if (message.Length == 0)
        {
            message.AppendLine("The same lines in another order.");
        }

        return message.ToString();
    }

    private static string[] Split(string text) => [.. text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.TrimEnd()).Where(static line => line.Length > 0)];

    private static List<(string Owner, string Line)> Except(string[] lines, string[] others)
    {
        var rest = Owned(others).GroupBy(static item => item).ToDictionary(static group => group.Key, static group => group.Count());
        var found = new List<(string Owner, string Line)>();
        foreach (var item in Owned(lines))
        {
            if (rest.TryGetValue(item, out var count) && count > 0)
            {
                rest[item] = count - 1;
            }
            else
            {
                found.Add(item);
            }
        }

        return found;
    }

    /// <summary>Pairs each line with the type that it stands in, so that two members of one spelling are told apart.</summary>
    private static IEnumerable<(string Owner, string Line)> Owned(string[] lines)
    {
        var owner = string.Empty;
        foreach (var line in lines)
        {
            var text = line.Trim();
            if (text is "{" or "}")
            {
                continue;
            }

            if (line.StartsWith("namespace ", StringComparison.Ordinal) || IsType(text))
            {
                owner = text;
            }

            yield return (owner == text ? string.Empty : owner, text);
        }
    }

    private static bool IsType(string line) =>
        line.StartsWith("public ", StringComparison.Ordinal)
        && (line.Contains(" class ", StringComparison.Ordinal) || line.Contains(" interface ", StringComparison.Ordinal)
            || line.Contains(" struct ", StringComparison.Ordinal) || line.Contains(" enum ", StringComparison.Ordinal));

    private static void Append(StringBuilder message, string title, char sign, List<(string Owner, string Line)> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        message.Append(title).AppendLine(":");
        foreach (var group in lines.GroupBy(static item => item.Owner))
        {
            if (group.Key.Length > 0)
            {
                message.Append("    in ").AppendLine(group.Key);
            }

            foreach (var (_, line) in group)
            {
                message.Append("  ").Append(sign).Append(' ').AppendLine(line);
            }
        }
    }
}
