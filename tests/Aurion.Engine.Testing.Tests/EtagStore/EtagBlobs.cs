using System.Text.Json;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>A blob service as clouds have it: whole documents, each with an ETag, and one conditional write. The only thing that openings share.</summary>
internal sealed class EtagBlobs
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (long Etag, byte[] Body)> _blobs = new(StringComparer.Ordinal);
    private long _etags;

    public (long Etag, byte[] Body)? Read(string key)
    {
        lock (_lock)
        {
            return _blobs.TryGetValue(key, out var blob) ? blob : null;
        }
    }

    /// <summary>Writes the document if it still has the ETag; null expects none to be there.</summary>
    public bool TryWrite(string key, byte[] body, long? etag)
    {
        lock (_lock)
        {
            var found = _blobs.TryGetValue(key, out var blob);
            if (found ? blob.Etag != etag : etag is not null)
            {
                return false;
            }

            _blobs[key] = (++_etags, body);
            return true;
        }
    }

    public bool TryDelete(string key, long etag)
    {
        lock (_lock)
        {
            return _blobs.TryGetValue(key, out var blob) && blob.Etag == etag && _blobs.Remove(key);
        }
    }

    public List<string> Keys(string prefix)
    {
        lock (_lock)
        {
            return [.. _blobs.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];
        }
    }

    /// <summary>Reads a document.</summary>
    public T? Find<T>(string key)
        where T : class => Read(key) is { } blob ? JsonSerializer.Deserialize<T>(blob.Body) : null;

    public List<T> All<T>(string prefix)
        where T : class => [.. Keys(prefix).Select(Find<T>).OfType<T>()];

    /// <summary>Reads, decides, and writes conditionally, again until nobody comes between. The decision may say that there is nothing to write.</summary>
    public TResult Change<T, TResult>(string key, Func<T?, (T? Next, TResult Result)> decide)
        where T : class
    {
        while (true)
        {
            var blob = Read(key);
            var (next, result) = decide(blob is { } found ? JsonSerializer.Deserialize<T>(found.Body) : null);
            if (next is null || TryWrite(key, JsonSerializer.SerializeToUtf8Bytes(next), blob?.Etag))
            {
                return result;
            }
        }
    }
}
