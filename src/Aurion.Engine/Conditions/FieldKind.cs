namespace Aurion.Engine.Conditions;

/// <summary>What a field holds, as its host declares it.</summary>
public enum FieldKind
{
    /// <summary>Texts that have no order.</summary>
    Text,

    /// <summary>Numbers; a text that is one counts.</summary>
    Number,

    /// <summary>True or false; the texts <c>"true"</c> and <c>"false"</c> count.</summary>
    Boolean,

    /// <summary>ISO 8601 times or dates.</summary>
    Time,

    /// <summary>One of the declared values, whose order is that of the declaration.</summary>
    Enumeration,
}
