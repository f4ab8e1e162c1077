using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Knows which workflows and tenants are paused: one settings document for each tenant, read anew when its generation has moved, at most a second old.</summary>
/// <remarks>
/// A run of a paused workflow is paused by the worker that would drive it, in a commit that also sends a message; the message is
/// delivered again and again until nothing is paused any more, and lets the run go on. So no crash and no late worker leaves one behind.
/// </remarks>
internal sealed class Pauses(IDocumentStore documents, IRunStore runs, IRunReader reader, Heartbeat heartbeat, TimeProvider time)
{
    public const string ResumeKind = "run.resume";
    private const string DocumentId = "paused";
    private const int PageSize = 200;
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<TenantId, Known> _known = new();

    /// <summary>Tells whether runs of a workflow must rest.</summary>
    /// <remarks>That they need not may be a second old. That they must is asked anew: a run that was just told to go on would else be paused and told again, over and over for that second.</remarks>
    public ValueTask<bool> CoversAsync(TenantId tenant, string workflowId, CancellationToken cancellationToken) =>
        _known.TryGetValue(tenant, out var known) && time.GetElapsedTime(known.CheckedAt) < CheckEvery && !known.State.Covers(workflowId)
            ? new(false)
            : CheckAsync(tenant, workflowId, cancellationToken);

    /// <summary>Reads what is paused now.</summary>
    public async ValueTask<PauseState> FindAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await LoadAsync(tenant, cancellationToken).ConfigureAwait(false)).State;

    /// <summary>Changes what is paused.</summary>
    /// <returns>What is paused from now on.</returns>
    public async ValueTask<PauseState> ChangeAsync(TenantId tenant, Func<PauseState, PauseState> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (state, revision) = await LoadAsync(tenant, cancellationToken).ConfigureAwait(false);
            var changed = change(state);
            var write = new DocumentWrite { Kind = DocumentKind.Settings, Id = DocumentId, ExpectedRevision = revision, Body = ToJson(changed) };
            if (ReferenceEquals(changed, state) || (await documents.CommitAsync(tenant, [write], cancellationToken).ConfigureAwait(false)).IsDurable)
            {
                _known.TryRemove(tenant, out _);
                await WakeAsync(tenant, changed, cancellationToken).ConfigureAwait(false);
                return changed;
            }
        }
    }

    /// <summary>Writes the message that lets a run go on when nothing it belongs to is paused any more; null for a decision that paused none.</summary>
    public static Message? MessageFor(RunCommit commit, RunRecord record)
    {
        if (record is not { Input: RunInput.Paused { ByWorkflow: true }, Events.IsEmpty: false })
        {
            return null;
        }

        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("run", commit.Run.Value);
            writer.WriteString("workflow_id", commit.Head.WorkflowId);
            writer.WriteEndObject();
        }

        return new Message { Id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"resume/{commit.Run}/{record.Step}"), Tenant = commit.Tenant, Kind = ResumeKind, Body = new JsonText(buffer.WrittenMemory) };
    }

    /// <summary>Delivers such a message.</summary>
    /// <returns>False while the run must rest still.</returns>
    public async ValueTask<bool> DeliverAsync(Message message, CancellationToken cancellationToken)
    {
        var state = await FindAsync(message.Tenant, cancellationToken).ConfigureAwait(false);
        if (state.Covers(message.Body.Element.GetProperty("workflow_id").GetString()!))
        {
            return false;
        }

        await ResumeAsync(message.Tenant, new RunId(message.Body.Element.GetProperty("run").GetString()!), message.Id, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Lets runs go on at once whose messages would come a while later.</summary>
    private async ValueTask WakeAsync(TenantId tenant, PauseState state, CancellationToken cancellationToken)
    {
        if (state.Tenant is not null)
        {
            return;
        }

        for (var page = Page.First(PageSize); ;)
        {
            var heads = await reader.ListAsync(tenant, new RunFilter { Status = RunStatus.Paused }, page, cancellationToken).ConfigureAwait(false);
            foreach (var head in heads)
            {
                if (!state.Covers(head.WorkflowId)
                    && await runs.LoadAsync(tenant, head.Run, cancellationToken).ConfigureAwait(false) is { } stored
                    && stored.Marking.PausedBy.HasFlag(PauseCauses.Workflow))
                {
                    await ResumeAsync(tenant, head.Run, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"wake/{stored.Steps}"), cancellationToken).ConfigureAwait(false);
                }
            }

            if (heads.Length < PageSize)
            {
                return;
            }

            page = new Page(heads[^1].Run.Value, PageSize);
        }
    }

    private async ValueTask ResumeAsync(TenantId tenant, RunId run, string id, CancellationToken cancellationToken)
    {
        var item = new InboxItem(id, new RunInput.Resumed { At = time.GetUtcNow(), ByWorkflow = true });
        await runs.SendAsync(tenant, run, item, cancellationToken).ConfigureAwait(false);
        heartbeat.Refresh(run);
    }

    private async ValueTask<bool> CheckAsync(TenantId tenant, string workflowId, CancellationToken cancellationToken)
    {
        // The generation is read first: a write that comes in between makes what is known older than it is, never newer.
        var checkedAt = time.GetTimestamp();
        var generation = await documents.GetGenerationAsync(tenant, DocumentKind.Settings, cancellationToken).ConfigureAwait(false);
        var state = _known.TryGetValue(tenant, out var known) && known.Generation == generation
            ? known.State
            : await FindAsync(tenant, cancellationToken).ConfigureAwait(false);
        _known[tenant] = new Known(state, generation, checkedAt);
        return state.Covers(workflowId);
    }

    private async ValueTask<(PauseState State, long Revision)> LoadAsync(TenantId tenant, CancellationToken cancellationToken) =>
        await documents.FindAsync(tenant, DocumentKind.Settings, DocumentId, cancellationToken).ConfigureAwait(false) is { } document
            ? (JsonSerializer.Deserialize(document.Body.Utf8.Span, PausesJsonContext.Default.PauseState) ?? PauseState.None, document.Revision)
            : (PauseState.None, 0);

    private static JsonText ToJson(PauseState state) => new(JsonSerializer.SerializeToUtf8Bytes(state, PausesJsonContext.Default.PauseState));

    private sealed record Known(PauseState State, long Generation, long CheckedAt);
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PauseState))]
internal sealed partial class PausesJsonContext : JsonSerializerContext;
