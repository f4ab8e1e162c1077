using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Aurion.Engine.AspNetCore.Bodies;

/// <summary>A record's revision as an <c>ETag</c>, and what a request demands of it by <c>If-Match</c>.</summary>
internal readonly record struct RevisionTag
{
    /// <summary>A revision that no record has.</summary>
    private const long Never = -1;

    private readonly ImmutableArray<long> _revisions;

    private RevisionTag(ImmutableArray<long> revisions) => _revisions = revisions;

    /// <summary>Tells the client the revision of what it gets.</summary>
    public static void Write(HttpContext http, long revision) =>
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>Reads the demand; none and <c>*</c> take any revision.</summary>
    public static RevisionTag Demanded(HttpContext http)
    {
        var tags = http.Request.Headers.IfMatch.SelectMany(static header => (header ?? string.Empty).Split(',')).Select(static tag => tag.Trim()).ToArray();
        return tags is [] || tags.Contains("*") ? default : new RevisionTag([.. tags.Select(Parse)]);
    }

    /// <summary>Gets a value indicating whether any revision will do.</summary>
    public bool IsAny => _revisions.IsDefault;

    /// <summary>Tells whether a record of this revision may be changed.</summary>
    public bool Allows(long revision) => IsAny || _revisions.Contains(revision);

    /// <summary>Gets the one revision to hand to the engine.</summary>
    /// <param name="current">Reads the record's revision: asked only when the request names several.</param>
    /// <returns>The revision; null when any will do.</returns>
    public async ValueTask<long?> ExpectAsync(Func<ValueTask<long?>> current)
    {
        if (IsAny || _revisions.Length == 1)
        {
            return IsAny ? null : _revisions[0];
        }

        return await current().ConfigureAwait(false) is { } revision && Allows(revision) ? revision : Never;
    }

    private static long Parse(string tag) =>
        tag.Length > 2 && tag[0] == '"' && tag[^1] == '"' && long.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : Never;
}
