namespace Aurion.Engine.Execution;

/// <summary>What a node can want.</summary>
internal enum StepKind : byte
{
    Leave,
    Wait,
    EndBranch,
    EndRun,
    Fail,
}
