using System.Collections.Immutable;
using System.Text;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>What a host declares about the fields of its payloads. Fields that it does not name may hold anything.</summary>
/// <remarks>
/// Immutable and safe for concurrent use. What is declared decides which values a condition may name when it is saved and how
/// enumerations are ordered; what a payload holds is never refused, and coerced as without a declaration.
/// </remarks>
public sealed record FieldSchema
{
    /// <summary>Gets the schema of a host that declares nothing.</summary>
    public static FieldSchema Open { get; } = new();

    /// <summary>
    /// Gets the fields by their dotted paths without positions: <c>items.price</c> stands for <c>items[0].price</c>, and <c>priority</c>
    /// for <c>previous.priority</c> too. The default is none.
    /// </summary>
    public ImmutableDictionary<string, FieldType> Fields { get; init; } = ImmutableDictionary<string, FieldType>.Empty;

    /// <summary>
    /// Gets the enumerations that <c>greater_than</c> and its like order in fields that are not declared, each from the least to the
    /// greatest value; case is ignored. Two values compare when one enumeration has both. The default is <c>low, normal, high, urgent</c>.
    /// </summary>
    public ImmutableArray<ImmutableArray<string>> Orders { get; init; } = [["low", "normal", "high", "urgent"]];

    /// <summary>Declares one field more.</summary>
    /// <param name="path">Its dotted path, for example <c>custom_fields.sku</c>.</param>
    /// <param name="type">What it holds.</param>
    /// <returns>The larger schema.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path of a field, or is declared otherwise already.</exception>
    public FieldSchema With(string path, FieldType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!FieldPath.TryParse(path, out _, out var error))
        {
            throw new ArgumentException(error, nameof(path));
        }

        return this with { Fields = Fields.Add(KeyOf(path), type) };
    }

    /// <summary>Finds what is declared about a field; null when nothing is.</summary>
    internal FieldType? Find(string path) =>
        Fields.IsEmpty ? null
        : Fields.TryGetValue(path, out var type) ? type
        : Fields.GetValueOrDefault(KeyOf(path));

    private static string KeyOf(string path)
    {
        const string Previous = "previous.";
        var from = path.StartsWith(Previous, StringComparison.Ordinal) ? Previous.Length : 0;
        var key = new StringBuilder(path.Length);
        for (var at = from; at < path.Length; at++)
        {
            var end = path[at] is '[' ? path.IndexOf(']', at) : -1;
            if (end < 0)
            {
                key.Append(path[at]);
            }

            at = Math.Max(at, end);
        }

        return key.ToString();
    }
}
