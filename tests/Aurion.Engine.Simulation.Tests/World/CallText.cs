using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>Says of a call what it is about.</summary>
internal static class CallText
{
    public static string Of(object?[] args) => $"({string.Join(", ", args.Select(One).OfType<string>())})";

    private static string? One(object? argument) => argument switch
    {
        string text => text,
        RunId run => run.Value,
        ApprovalId approval => approval.Value,
        Approval approval => $"{approval.Id.Value} {approval.Status}",
        InboxItem item => item.Id,
        DocumentKind kind => kind.ToString(),
        long number => $"{number}",
        ImmutableArray<RunId> runs => string.Join(' ', runs.Select(static run => run.Value)),
        ImmutableArray<RunCommit> commits => string.Join(' ', commits.Select(static commit => $"{commit.Run.Value}@{commit.ExpectedRevision}+{commit.Records.Length} {commit.Head.Status}")),
        ImmutableArray<EventCommit> commits => string.Join(' ', commits.Select(static commit => $"{commit.EventId}@{commit.ExpectedRevision} {commit.Stage}")),
        ImmutableArray<Delivery> deliveries => string.Join(' ', deliveries.Select(static delivery => $"{delivery.MessageId} {delivery.Outcome}")),
        ImmutableArray<DocumentWrite> writes => string.Join(' ', writes.Select(static write => $"{write.Id}@{write.ExpectedRevision}")),
        _ => null,
    };
}
