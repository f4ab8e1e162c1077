using System.Text.Json;

namespace Aurion.Engine.Values;

/// <summary>Where conditions and templates get the values of fields from: a payload, a working copy, a run's data.</summary>
/// <remarks>
/// The elements come from text that <see cref="StrictJson"/> takes and live as long as the source is used. Whether a
/// source may be read by several threads is for its own documentation to say; the engine reads one from one thread at a time.
/// </remarks>
public abstract class FieldSource
{
    /// <summary>Finds the value of a field now.</summary>
    /// <param name="path">The field.</param>
    /// <returns>The value; one of kind <see cref="JsonValueKind.Undefined"/> when there is none.</returns>
    public abstract JsonElement Find(FieldPath path);

    /// <summary>Finds the value that a field had before the change, the baseline of <c>changed</c> and its family.</summary>
    /// <param name="path">The field, without <c>previous.</c>.</param>
    /// <returns>
    /// The value under <c>previous</c>, where a null on the way counts as null; when nothing is recorded there, the value
    /// now, for then the field has not changed. A source that records changes itself answers the value at its start instead.
    /// </returns>
    public virtual JsonElement FindBefore(FieldPath path)
    {
        var before = FindIn(Find(FieldPath.Previous), path);
        return before.ValueKind is JsonValueKind.Undefined ? Find(path) : before;
    }

    /// <summary>Looks a field up in the value of a <c>previous</c> member.</summary>
    /// <param name="previous">That member's value; anything but an object records nothing.</param>
    /// <param name="path">The field, without <c>previous.</c>.</param>
    /// <returns>The recorded value, null where a null stands on the way, and kind Undefined when nothing is recorded.</returns>
    protected static JsonElement FindIn(JsonElement previous, FieldPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.FindRecorded(previous);
    }
}
