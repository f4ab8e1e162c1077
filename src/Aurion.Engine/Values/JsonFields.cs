using System.Text.Json;

namespace Aurion.Engine.Values;

/// <summary>The fields of one JSON object that does not change: an event's payload, a conversation.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed class JsonFields : FieldSource
{
    private readonly JsonElement _root;

    /// <summary>Initializes a new instance of the <see cref="JsonFields"/> class.</summary>
    /// <param name="root">The object; any other value has no fields.</param>
    public JsonFields(JsonText root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _root = root.Element;
    }

    /// <inheritdoc/>
    public override JsonElement Find(FieldPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Find(_root);
    }
}
