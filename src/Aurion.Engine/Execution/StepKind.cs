namespace Aurion.Engine.Execution;

/// <summary>What a node can want.</summary>
internal enum StepKind : byte
{
    Leave,
    Wait,
    Open,
    Cancel,
    EndBranch,
    EndRun,
    Fail,
}
