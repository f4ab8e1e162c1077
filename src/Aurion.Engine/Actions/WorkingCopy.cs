using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Actions;

/// <summary>The fields that conditions see while field actions change them; what changed becomes one patch.</summary>
/// <remarks>
/// <para>Conditions and placeholders see the event's payload with the changes so far on it, and the conversation's own
/// fields under <c>$conversation</c>. Where the conversation is known, a change builds on the conversation's value, not on
/// the payload's, which may be older or leave the field out: adding a tag keeps the tags that the payload does not show.</para>
/// <para>Used by one thread at a time. <see cref="FieldSource.FindBefore"/> answers the values at the start.</para>
/// </remarks>
public sealed class WorkingCopy : FieldSource
{
    private const string ConversationRoot = "$conversation";
    private readonly JsonText _start;
    private readonly JsonText _changedFrom;
    private readonly List<FieldChange> _changes = [];
    private JsonText _payload;
    private JsonText? _conversation;

    /// <summary>Initializes a new instance of the <see cref="WorkingCopy"/> class.</summary>
    /// <param name="payload">The event's payload: an object.</param>
    /// <param name="conversation">The fields of the conversation: an object; null when none is known.</param>
    public WorkingCopy(JsonText payload, JsonText? conversation = null)
    {
        ArgumentNullException.ThrowIfNull(payload);
        _start = payload;
        _payload = payload;
        _conversation = conversation;
        _changedFrom = conversation ?? payload;
    }

    /// <summary>Gets the payload with the changes so far.</summary>
    public JsonText Payload => _payload;

    /// <summary>Gets the conversation's fields with the changes so far; null when none is known.</summary>
    internal JsonText? Conversation => _conversation;

    /// <summary>Gets the changes, one for each field: applying them in order gives the values here.</summary>
    public ImmutableArray<FieldChange> Changes => _changes.Exists(Encloses) ? ChangedMembers() : [.. _changes];

    /// <inheritdoc/>
    public override JsonElement Find(FieldPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Text.StartsWith(ConversationRoot, StringComparison.Ordinal) ? FindInConversation(path) : path.Find(_payload.Element);
    }

    /// <inheritdoc/>
    public override JsonElement FindBefore(FieldPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var recorded = FindIn(FieldPath.Previous.Find(_start.Element), path);
        return recorded.ValueKind is JsonValueKind.Undefined ? path.Find(_start.Element) : recorded;
    }

    /// <summary>Sets a field.</summary>
    /// <param name="field">The field; objects on the way that are missing are made.</param>
    /// <param name="value">The value; <see cref="JsonText.Null"/> clears the field.</param>
    /// <returns>Changed, unchanged when it has that value already (missing and null are the same), or failed.</returns>
    public FieldActionOutcome Set(FieldPath field, JsonText value)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(value);
        if (FieldActions.WhyNotSettable(field.Text) is { } reason)
        {
            return FieldActionOutcome.Failed(reason);
        }

        if (Same(FindCurrent(field), value.Element))
        {
            Show(field, value);
            return FieldActionOutcome.Unchanged;
        }

        if (!FieldWriter.TrySet((_conversation ?? _payload).Element, field, value, out var written, out var error))
        {
            return FieldActionOutcome.Failed(error);
        }

        if (_conversation is null)
        {
            _payload = written;
        }
        else
        {
            _conversation = written;
            Show(field, value);
        }

        _changes.RemoveAll(change => string.Equals(change.Field, field.Text, StringComparison.Ordinal));
        _changes.Add(new FieldChange(field.Text, value));
        return FieldActionOutcome.Changed;
    }

    /// <summary>Finds the value that a change builds on: the conversation's where it is known, else the payload's.</summary>
    internal JsonElement FindCurrent(FieldPath field) => field.Find((_conversation ?? _payload).Element);

    /// <summary>Makes the value visible to conditions and placeholders, even where only the payload lags behind. A payload of another shape goes on showing its own.</summary>
    private void Show(FieldPath field, JsonText value)
    {
        if (!Same(field.Find(_payload.Element), value.Element) && FieldWriter.TrySet(_payload.Element, field, value, out var shown, out _))
        {
            _payload = shown;
        }
    }

    private JsonElement FindInConversation(FieldPath path)
    {
        if (_conversation is null || path.Text.Length == ConversationRoot.Length)
        {
            return _conversation?.Element ?? default;
        }

        return path.Text[ConversationRoot.Length] is '.' && FieldPath.TryParse(path.Text[(ConversationRoot.Length + 1)..], out var inner, out _)
            ? inner.Find(_conversation.Element)
            : default;
    }

    /// <summary>Whether another change lies inside the field of this one.</summary>
    private bool Encloses(FieldChange outer) => _changes.Exists(inner =>
        inner.Field.Length > outer.Field.Length
        && inner.Field[outer.Field.Length] is '.' or '['
        && inner.Field.StartsWith(outer.Field, StringComparison.Ordinal));

    /// <summary>Where changes lie inside one another, their order matters more than a list of last writes can say: whole members it is.</summary>
    private ImmutableArray<FieldChange> ChangedMembers()
    {
        var changed = ImmutableArray.CreateBuilder<FieldChange>();
        foreach (var member in (_conversation ?? _payload).Element.EnumerateObject())
        {
            if (!_changedFrom.Element.TryGetProperty(member.Name, out var before) || !JsonElement.DeepEquals(before, member.Value))
            {
                changed.Add(new FieldChange(member.Name, JsonText.From(member.Value)));
            }
        }

        return changed.DrainToImmutable();
    }

    private static bool Same(JsonElement left, JsonElement right)
    {
        var leftEmpty = left.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
        var rightEmpty = right.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
        return leftEmpty || rightEmpty ? leftEmpty == rightEmpty : JsonElement.DeepEquals(left, right);
    }
}
