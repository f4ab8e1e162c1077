using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.PostgreSql;

/// <summary>A run's head as its row holds it. One that can't be read, or whose run was parked, is shown as failed and fails no list.</summary>
internal sealed class HeadRow
{
    public string Tenant { get; init; } = string.Empty;

    public string Run { get; init; } = string.Empty;

    public string Workflow { get; init; } = string.Empty;

    public short Status { get; init; }

    public long StartedAt { get; init; }

    public byte[] Head { get; init; } = [];

    /// <summary>Gets why a claim could not read the run; null when none failed to.</summary>
    public string? Error { get; init; }

    internal RunHead ToHead()
    {
        try
        {
            var head = StoredFormat.Read<RunHead>(Head);
            return head.Status == (RunStatus)Status ? head : head with { Status = (RunStatus)Status, DueAt = null, Error = Error is null ? head.Error : StoredText.Read(Error) };
        }
        catch (AurionEngineException exception)
        {
            return new RunHead
            {
                Tenant = new TenantId(StoredText.Read(Tenant)),
                Run = new RunId(StoredText.Read(Run)),
                WorkflowId = StoredText.Read(Workflow),
                Version = 0,
                Status = RunStatus.Failed,
                Trigger = TriggerType.Manual,
                StartedAt = Ticks.ToTime(StartedAt),
                Error = exception.Message,
            };
        }
    }
}
