using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Aurion.Engine.Canvas;

/// <summary>The answer to a migration of an automation rule.</summary>
public sealed record MigrationResult
{
    private MigrationResult(MigrationStatus status) => Status = status;

    /// <summary>Gets what became of it.</summary>
    public MigrationStatus Status { get; }

    /// <summary>Gets the draft; null unless the rule was migrated.</summary>
    public WorkflowState? State { get; private init; }

    /// <summary>Gets why the rule can't be carried over, a sentence each; empty unless it was refused.</summary>
    public ImmutableArray<string> Reasons { get; private init; } = [];

    /// <summary>Gets a value indicating whether there is a draft.</summary>
    [MemberNotNullWhen(true, nameof(State))]
    public bool IsMigrated => Status is MigrationStatus.Migrated;

    internal static MigrationResult Unknown { get; } = new(MigrationStatus.Unknown);

    internal static MigrationResult Migrated(WorkflowState state) => new(MigrationStatus.Migrated) { State = state };

    internal static MigrationResult Refused(ImmutableArray<string> reasons) => new(MigrationStatus.Refused) { Reasons = reasons };
}
