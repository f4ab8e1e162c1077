using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>A once-key: a document of its own, so taking it and writing its holder are two writes.</summary>
/// <remarks>
/// For a run's start the key carries the whole start: whoever finds the key and not the run finishes the start before answering.
/// So a crash between the two writes loses nothing, and nobody is told of a holder that is not there.
/// </remarks>
internal sealed class OnceDocument
{
    public string Holder { get; set; } = string.Empty;

    public DateTimeOffset? Until { get; set; }

    public RunDocument? Start { get; set; }

    public static string KeyOf(TenantId tenant, OnceKey key) => EtagData.Key("once", tenant, key.Scope, key.Key);

    /// <summary>Tells who holds a key; null when nobody does.</summary>
    public static string? HolderOf(EtagData data, TenantId tenant, OnceKey key) =>
        data.Blobs.Find<OnceDocument>(KeyOf(tenant, key)) is { } held && !(held.Until <= data.Now) ? held.Holder : null;

    /// <summary>Takes a key; answers the other holder's document when there is one.</summary>
    public static OnceDocument? Take(EtagData data, TenantId tenant, OnceKey key, string holder, RunDocument? start) =>
        data.Blobs.Change<OnceDocument, OnceDocument?>(KeyOf(tenant, key), held => held is not null && held.Holder != holder && !(held.Until <= data.Now)
            ? (null, held)
            : (new OnceDocument { Holder = holder, Until = key.Until, Start = start }, null));

    /// <summary>Gives a key back whose holder was not written after all: what the holder had of it before, it has again.</summary>
    public static void GiveBack(EtagData data, TenantId tenant, OnceKey key, string holder, OnceDocument? before = null)
    {
        if (before?.Holder == holder)
        {
            data.Blobs.Change<OnceDocument, bool>(KeyOf(tenant, key), held => held?.Holder == holder ? (before, true) : (null, false));
            return;
        }

        if (data.Blobs.Read(KeyOf(tenant, key)) is { } blob && data.Blobs.Find<OnceDocument>(KeyOf(tenant, key))?.Holder == holder)
        {
            data.Blobs.TryDelete(KeyOf(tenant, key), blob.Etag);
        }
    }
}
