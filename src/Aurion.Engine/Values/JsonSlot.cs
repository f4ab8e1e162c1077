namespace Aurion.Engine.Values;

/// <summary>Where one value stands in the text that a <see cref="SlotReader"/> has read.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">The position of its first byte; a text's quotes are no part of it, a list's brackets are.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct JsonSlot(JsonSlotKind Kind, int Start, int Length);
