using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Reads and writes conditions as JSON.</summary>
/// <remarks>Stateless and safe for concurrent use. Reading never throws: what is no condition becomes an <see cref="InvalidCondition"/>.</remarks>
public static class ConditionJson
{
    /// <summary>Reads a list (<c>[…]</c>, all must hold) or a group (<c>{"any":[…]}</c>).</summary>
    /// <param name="json">The value; one of kind Undefined is the empty list.</param>
    /// <param name="at">Where it stands in the document.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <param name="options">What the host declares; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The conditions; faulty ones are invalid items, which match nothing.</returns>
    public static ConditionGroup Read(JsonElement json, FaultPath at, ICollection<Fault> faults, ConditionOptions? options = null) =>
        throw new NotSupportedException($"{json}{at}{faults}{options}");

    /// <summary>Reads the configuration of a canvas node: <c>conditions</c>, a group, or the short form <c>{"field":"category","equals":"Onboarding"}</c>.</summary>
    /// <param name="config">The node's configuration; members that mean nothing here are ignored.</param>
    /// <param name="at">Where it stands in the document.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <param name="options">What the host declares; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The conditions; faulty ones are invalid items, which match nothing.</returns>
    public static ConditionGroup ReadShortForm(JsonElement config, FaultPath at, ICollection<Fault> faults, ConditionOptions? options = null) =>
        throw new NotSupportedException($"{config}{at}{faults}{options}");

    /// <summary>Writes conditions in the form they were read in, aliases as the names they stand for.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="group">The conditions.</param>
    public static void Write(Utf8JsonWriter writer, ConditionGroup group) => throw new NotSupportedException($"{writer}{group}");
}
