using Aurion.Engine.Conditions;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A condition node: one question, two ways on.</summary>
internal sealed record ConditionSettings(CompiledCondition Condition)
{
    public static ConditionSettings Read(in ConfigReader config)
    {
        if (config.TryGet("script", out var script))
        {
            config.Add(config.At.Member("script"), "unsupported_script", "Script conditions are not supported yet. Use \"conditions\".", script);
            return new ConditionSettings(CompiledCondition.Compile(ConditionJson.Read(default, config.At, config.Faults)));
        }

        return new ConditionSettings(config.Conditions());
    }
}
