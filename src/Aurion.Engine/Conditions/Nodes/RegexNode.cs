using System.Text.Json;
using System.Text.RegularExpressions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>matches_regex</c>. What is too long or takes too long cannot be judged.</summary>
internal sealed class RegexNode(FieldTarget target, Regex regex) : ScalarNode(target)
{
    /// <summary>The longest text that is searched, in characters.</summary>
    public const int MaxInput = 64 * 1024;

    public override Fault? FindError(in ConditionContext context) => Judge(context) is not Truth.Unknown ? null : new Fault
    {
        Path = Target.At,
        Type = "regex_limit",
        Message = $"The text in {Target.Path} could not be searched: it is longer than {MaxInput} characters, or the search took more than {regex.MatchTimeout.TotalMilliseconds} ms.",
    };

    protected override Truth Test(JsonElement value, in ConditionContext context)
    {
        if (!FieldText.HasText(value))
        {
            return Truth.False;
        }

        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        if (text.Chars.Length > MaxInput)
        {
            return Truth.Unknown;
        }

        try
        {
            return Logic.From(regex.IsMatch(text.Chars));
        }
        catch (RegexMatchTimeoutException)
        {
            return Truth.Unknown;
        }
    }
}
