using System.Collections.Concurrent;
using Aurion.Engine.Approvals;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>What people were told, outside of the engine and its stores: it survives crashes, and a repeat by key does nothing.</summary>
internal sealed class Notices : IApprovalNotifier
{
    public ConcurrentDictionary<string, ApprovalNotice> Told { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Gets or sets how many more calls fail.</summary>
    public int FailuresToCome { get; set; }

    /// <summary>Gets the keys without the requests' ids, in order: "requested", "reminder/2", ….</summary>
    public string Words => string.Join(' ', Told.Keys.Select(static key => key.Split('/', 3)[2]).Order(StringComparer.Ordinal));

    public ValueTask NotifyAsync(ApprovalNotice notice, CancellationToken cancellationToken)
    {
        Calls.Enqueue(notice.Key);
        if (FailuresToCome > 0)
        {
            FailuresToCome--;
            throw new InvalidOperationException("The mail server is away.");
        }

        Told.TryAdd(notice.Key, notice);
        return default;
    }

    /// <summary>Makes an engine tell people here, and ask a directory where there is one.</summary>
    public Action<AurionEngineBuilder> With(People? people = null) => engine =>
    {
        engine.Services.AddSingleton(this);
        engine.UseApprovalNotifier<Notices>();
        if (people is not null)
        {
            engine.Services.AddSingleton(people);
            engine.UseApprovers<People>();
        }
    };
}
