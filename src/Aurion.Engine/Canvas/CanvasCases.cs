using System.Text.Json.Nodes;

namespace Aurion.Engine.Canvas;

/// <summary>The cases of a switch that is written in code.</summary>
/// <remarks>Used by one thread.</remarks>
public sealed class CanvasCases
{
    internal JsonArray Json { get; } = [];

    /// <summary>Adds a case.</summary>
    /// <param name="name">Its name, which is its port.</param>
    /// <param name="all">What must hold, all of it: field, operator, and what it is compared with.</param>
    /// <returns>These cases.</returns>
    public CanvasCases Case(string name, params ReadOnlySpan<(string Field, string Operator, JsonNode? Value)> all) => Case(name, (JsonNode)Conditions(all));

    /// <summary>Adds a case with its conditions as JSON.</summary>
    /// <param name="name">Its name, which is its port.</param>
    /// <param name="conditions">A list of conditions, or a group such as <c>{"any":[…]}</c>; copied.</param>
    /// <returns>These cases.</returns>
    public CanvasCases Case(string name, JsonNode conditions)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(conditions);
        Json.Add((JsonNode)new JsonObject { ["name"] = name, ["conditions"] = conditions.DeepClone() });
        return this;
    }

    internal static JsonArray Conditions(ReadOnlySpan<(string Field, string Operator, JsonNode? Value)> all)
    {
        var list = new JsonArray();
        foreach (var (field, @operator, value) in all)
        {
            var condition = new JsonObject { ["field"] = field, ["operator"] = @operator };
            if (value is not null)
            {
                condition["value"] = value.DeepClone();
            }

            list.Add((JsonNode)condition);
        }

        return list;
    }
}
