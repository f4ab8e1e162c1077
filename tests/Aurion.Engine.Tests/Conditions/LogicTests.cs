using Aurion.Engine.Conditions;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>Kleene's logic: <c>t</c> holds, <c>f</c> does not, <c>u</c> cannot be judged.</summary>
public sealed class LogicTests
{
    private const string T = """{"field":"x","operator":"is_empty"}""";
    private const string F = """{"field":"x","operator":"is_present"}""";
    private const string U = """{"field":"x","operator":"no_such_operator","value":1}""";

    [Theory]
    [InlineData("[]", Truth.True)]
    [InlineData("{\"all\":[]}", Truth.True)]
    [InlineData("{\"any\":[]}", Truth.False)]
    [InlineData("{\"none\":[]}", Truth.True)]
    [InlineData("[t,t]", Truth.True)]
    [InlineData("[t,f]", Truth.False)]
    [InlineData("[t,u]", Truth.Unknown)]
    [InlineData("[u,f]", Truth.False)]
    [InlineData("{\"any\":[f,u]}", Truth.Unknown)]
    [InlineData("{\"any\":[u,t]}", Truth.True)]
    [InlineData("{\"any\":[f,f]}", Truth.False)]
    [InlineData("{\"none\":[f]}", Truth.True)]
    [InlineData("{\"none\":[t,u]}", Truth.False)]
    [InlineData("{\"none\":[f,u]}", Truth.Unknown)]
    [InlineData("{\"none\":[{\"none\":[u]}]}", Truth.Unknown)]
    [InlineData("[t,{\"any\":[f,{\"none\":[f,{\"all\":[t]}]}]}]", Truth.False)]
    public void Evaluate_Groups_AsKleene(string conditions, Truth truth) => Assert.Equal(truth, Judge.Evaluate(
        conditions.Replace("[t", $"[{T}", StringComparison.Ordinal).Replace("t]", $"{T}]", StringComparison.Ordinal)
            .Replace("[f", $"[{F}", StringComparison.Ordinal).Replace("f]", $"{F}]", StringComparison.Ordinal).Replace("f,", $"{F},", StringComparison.Ordinal)
            .Replace("[u", $"[{U}", StringComparison.Ordinal).Replace("u]", $"{U}]", StringComparison.Ordinal), "{}"));

    [Theory]
    [InlineData("contains", "\"\"")]
    [InlineData("not_contains", "\"\"")]
    [InlineData("starts_with", "[\"a\",\"\"]")]
    [InlineData("not_ends_with", "\"\"")]
    [InlineData("matches_regex", "\"(\"")]
    [InlineData("not_matches_regex", "\"(\"")]
    [InlineData("not_matches_regex", "\"(?!a)\"")]
    [InlineData("not_equals", "[1]")]
    [InlineData("not_in", "{}")]
    [InlineData("contains_none", "[]")]
    [InlineData("not_changed_to", null)]
    public void Evaluate_ConfigurationError_IsUnknownInBothPolarities(string comparison, string? value)
    {
        var condition = Judge.Condition(comparison, value);
        Assert.Equal(Truth.Unknown, Judge.Evaluate(condition, """{"f":"abc"}"""));
        Assert.Equal(Truth.Unknown, Judge.Evaluate($"{{\"none\":{condition}}}", """{"f":"abc"}"""));
    }
}
