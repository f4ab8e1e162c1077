using System.Collections.Immutable;
using System.Text.Json;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A set node: variables and what they become.</summary>
internal sealed record SetSettings(ImmutableArray<string> Names, JsonTemplate Assign)
{
    private static readonly JsonTemplate Nothing = new(Values.JsonText.EmptyObject);

    public static SetSettings Read(in ConfigReader config)
    {
        if (!config.TryGet("assign", out var assign))
        {
            config.Missing("assign", "A set node needs \"assign\": an object of variables and their values.");
            return new SetSettings([], Nothing);
        }

        if (assign.ValueKind is not JsonValueKind.Object)
        {
            config.Wrong("assign", "an object of variables and their values", assign);
            return new SetSettings([], Nothing);
        }

        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var member in assign.EnumerateObject())
        {
            if (string.IsNullOrWhiteSpace(member.Name) || member.Name.Contains("{{", StringComparison.Ordinal))
            {
                config.Add(config.At.Member("assign").Member(member.Name), "variable_name", "A variable needs a name that is not blank and holds no placeholder.", member.Value);
            }

            names.Add(member.Name);
        }

        return new SetSettings(names.DrainToImmutable(), JsonTemplate.From(assign)!);
    }
}
