namespace Aurion.Engine.Conditions;

/// <summary>How a group joins its conditions.</summary>
public enum GroupKind
{
    /// <summary>Each must hold; an empty group holds.</summary>
    All,

    /// <summary>At least one must hold; an empty group does not.</summary>
    Any,

    /// <summary>None may hold: the negation of <see cref="Any"/>; an empty group holds.</summary>
    None,
}
