namespace Aurion.Engine.Values;

/// <summary>The value that one field ends with.</summary>
/// <param name="Field">The field's dotted path.</param>
/// <param name="Value">The value; <see cref="JsonText.Null"/> clears the field.</param>
public sealed record FieldChange(string Field, JsonText Value);
