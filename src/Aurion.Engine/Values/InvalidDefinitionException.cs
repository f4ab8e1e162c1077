using System.Collections.Immutable;

namespace Aurion.Engine.Values;

/// <summary>A rule, canvas or request was refused because of what it says. Nothing was changed.</summary>
public sealed class InvalidDefinitionException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="InvalidDefinitionException"/> class.</summary>
    /// <param name="faults">Everything that is wrong, not the first fault alone.</param>
    public InvalidDefinitionException(ImmutableArray<Fault> faults)
        : base(string.Join(Environment.NewLine, faults.Select(static fault => fault.ToString()))) => Faults = faults;

    /// <summary>Gets everything that is wrong.</summary>
    public ImmutableArray<Fault> Faults { get; }
}
