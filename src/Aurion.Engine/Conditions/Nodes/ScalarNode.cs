using System.Text.Json;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Judges a scalar; of a list some element must satisfy it.</summary>
internal abstract class ScalarNode(FieldTarget target) : FieldNode(target)
{
    protected sealed override Truth Judge(JsonElement value, in ConditionContext context)
    {
        if (value.ValueKind is not JsonValueKind.Array)
        {
            return Test(value, context);
        }

        var result = Truth.False;
        foreach (var element in value.EnumerateArray())
        {
            var truth = Test(element, context);
            if (truth is Truth.True)
            {
                return Truth.True;
            }

            result = truth > result ? truth : result;
        }

        return result;
    }

    /// <summary>Judges one value that may be of any kind; what is no scalar satisfies nothing.</summary>
    protected abstract Truth Test(JsonElement value, in ConditionContext context);
}
