namespace Aurion.Engine.Canvas;

/// <summary>What became of a migration.</summary>
public enum MigrationStatus
{
    /// <summary>There is a draft that does what the rule does; the rule goes on until its first publication.</summary>
    Migrated,

    /// <summary>The tenant has no rule of that id.</summary>
    Unknown,

    /// <summary>The rule does something that a workflow would do otherwise; nothing was made.</summary>
    Refused,
}
