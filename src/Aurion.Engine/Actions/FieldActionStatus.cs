namespace Aurion.Engine.Actions;

/// <summary>What a field action did.</summary>
public enum FieldActionStatus
{
    /// <summary>A field has another value now.</summary>
    Changed,

    /// <summary>Every field had the value already.</summary>
    Unchanged,

    /// <summary>It could not be done; no field was changed.</summary>
    Failed,
}
