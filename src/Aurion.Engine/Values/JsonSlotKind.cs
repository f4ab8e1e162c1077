namespace Aurion.Engine.Values;

/// <summary>What stands in a slot.</summary>
internal enum JsonSlotKind : byte
{
    /// <summary>Nothing: the field is missing.</summary>
    Missing,

    /// <summary>The value null.</summary>
    Null,

    /// <summary>The value false.</summary>
    False,

    /// <summary>The value true.</summary>
    True,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text without escapes: its bytes are its characters in UTF-8.</summary>
    Text,

    /// <summary>A text with escapes.</summary>
    EscapedText,

    /// <summary>A list.</summary>
    List,

    /// <summary>An object.</summary>
    Object,
}
