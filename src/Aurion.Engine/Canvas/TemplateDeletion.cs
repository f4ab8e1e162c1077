namespace Aurion.Engine.Canvas;

/// <summary>What became of the wish to delete a template.</summary>
public enum TemplateDeletion
{
    /// <summary>It is gone. Workflows made from it stay.</summary>
    Deleted,

    /// <summary>The tenant has none of that id.</summary>
    Unknown,

    /// <summary>It comes with the engine and stays.</summary>
    BuiltIn,
}
