using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Conditions;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A switch node: named cases in order, and a default.</summary>
/// <param name="Names">The cases' names.</param>
/// <param name="Cases">What each case asks.</param>
/// <param name="TakesAll">Whether every case that holds is taken, rather than the first.</param>
internal sealed record SwitchSettings(ImmutableArray<string> Names, ImmutableArray<CompiledCondition> Cases, bool TakesAll)
{
    public const string DefaultPort = "default";

    public static SwitchSettings Read(in ConfigReader config)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var cases = ImmutableArray.CreateBuilder<CompiledCondition>();
        var takesAll = config.Choice("mode", "first", ["first", "all"]) == "all";
        if (!config.TryGet("cases", out var list))
        {
            config.Missing("cases", "A switch needs \"cases\": a list of {\"name\", \"conditions\"}.");
        }
        else if (list.ValueKind is not JsonValueKind.Array)
        {
            config.Wrong("cases", "a list of {\"name\", \"conditions\"}", list);
        }
        else
        {
            var at = config.At.Member("cases");
            var known = new HashSet<string>(StringComparer.Ordinal);
            var index = 0;
            foreach (var item in list.EnumerateArray())
            {
                var one = new ConfigReader(item, at.Item(index), config.Faults, config.Options);
                ReadCase(one, known, names, cases);
                index++;
            }
        }

        return new SwitchSettings(names.DrainToImmutable(), cases.DrainToImmutable(), takesAll);
    }

    private static void ReadCase(in ConfigReader config, HashSet<string> known, ImmutableArray<string>.Builder names, ImmutableArray<CompiledCondition>.Builder cases)
    {
        var name = config.Text("name");
        if (name is null)
        {
            if (!config.Has("name"))
            {
                config.Missing("name", "A case needs a \"name\": edges leave the switch by it.");
            }
        }
        else if (name == DefaultPort || !known.Add(name))
        {
            config.TryGet("name", out var found);
            config.Add(config.At.Member("name"), "case_name", name == DefaultPort
                ? "\"default\" is the port of what no case matches; a case needs another name."
                : $"Two cases are named \"{CanvasReader.Shorten(name)}\"; each needs a name of its own.", found);
        }

        names.Add(name ?? string.Empty);
        cases.Add(config.Conditions());
    }
}
