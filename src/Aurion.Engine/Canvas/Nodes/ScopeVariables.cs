using System.Collections.Immutable;
using System.Text.Json;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>The variables that a container declares: each time it is entered they begin anew, and nothing outside sees them.</summary>
/// <param name="Names">Their names.</param>
/// <param name="Values">What they begin with, an object; null when there are none.</param>
internal sealed record ScopeVariables(ImmutableArray<string> Names, JsonTemplate? Values)
{
    public static ScopeVariables None { get; } = new([], null);

    public static ScopeVariables Read(in ConfigReader config)
    {
        if (!config.TryGet("variables", out var variables))
        {
            return None;
        }

        if (variables.ValueKind is not JsonValueKind.Object)
        {
            config.Wrong("variables", "an object of variables and what they begin with", variables);
            return None;
        }

        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var member in variables.EnumerateObject())
        {
            if (string.IsNullOrWhiteSpace(member.Name) || member.Name.Contains("{{", StringComparison.Ordinal))
            {
                config.Add(config.At.Member("variables").Member(member.Name), "variable_name", "A variable needs a name that is not blank and holds no placeholder.", member.Value);
            }

            names.Add(member.Name);
        }

        return new ScopeVariables(names.DrainToImmutable(), JsonTemplate.From(variables));
    }
}
