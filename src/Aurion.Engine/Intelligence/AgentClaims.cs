using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>Conversations on their way to agents. An agent's place is taken by one write on the agent's own document, so of many routers at once one gets it.</summary>
/// <remarks>
/// The documents are read before the directory: whatever the host's figures do not hold yet is a claim here, and a claim that came or
/// went since moves the document's revision. A claim ends once the host has the assignment, and by itself after a while.
/// </remarks>
internal sealed class AgentClaims(IDocumentStore documents, IAgentDirectory? directory, IntelligenceOptions options)
{
    private const int PageSize = 500;
    private const int ReleaseAttempts = 50;

    /// <summary>Reads teams as they are now.</summary>
    public async ValueTask<RoutingPicture> ReadAsync(TenantId tenant, string teamId, string? overflowTeamId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claims = new Dictionary<string, (AgentClaimsDocument Claims, long Revision)>(StringComparer.Ordinal);
        if (directory is not null)
        {
            for (var page = Page.First(PageSize); ;)
            {
                var part = await documents.ListAsync(tenant, DocumentKind.AgentClaims, DocumentFilter.All, page, cancellationToken).ConfigureAwait(false);
                foreach (var document in part)
                {
                    claims[document.Id] = (Read(document), document.Revision);
                }

                if (part.Length < PageSize)
                {
                    break;
                }

                page = new Page(part[^1].Id, PageSize);
            }
        }

        return new RoutingPicture(
            claims,
            await TeamAsync(tenant, teamId, claims, now, cancellationToken).ConfigureAwait(false),
            overflowTeamId is null ? null : await TeamAsync(tenant, overflowTeamId, claims, now, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes a place, and a round's turn with it.</summary>
    /// <returns>False when somebody was quicker: then nothing is taken.</returns>
    public async ValueTask<bool> TryClaimAsync(
        TenantId tenant, string key, string agentId, string teamId, bool takesTurn, RoutingPicture picture, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (claims, revision) = picture.Claims.GetValueOrDefault(agentId, (new AgentClaimsDocument(), 0));
        var next = new AgentClaimsDocument { LastAssignedAt = now, Claims = [.. claims.Standing(now), new AgentClaim(key, now + options.ClaimFor)] };
        var write = WriteOf(agentId, revision, next);
        var result = await documents.CommitAsync(
            tenant,
            takesTurn && picture.CursorRevisionOf(teamId) is { } cursor
                ? [write, new DocumentWrite { Kind = DocumentKind.TeamCursor, Id = teamId, ExpectedRevision = cursor, Body = ConversationFields.Json(agentId) }]
                : [write],
            cancellationToken).ConfigureAwait(false);
        return result.IsDurable;
    }

    /// <summary>Gives a place back: the host has the assignment, or it did not come about.</summary>
    public async ValueTask ReleaseAsync(TenantId tenant, string key, string agentId, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < ReleaseAttempts; attempt++)
        {
            var document = await documents.FindAsync(tenant, DocumentKind.AgentClaims, agentId, cancellationToken).ConfigureAwait(false);
            if (document is null || Read(document) is not { } claims || !claims.Claims.Any(claim => claim.Key == key))
            {
                return;
            }

            var left = claims with { Claims = [.. claims.Claims.Where(claim => claim.Key != key)] };
            if ((await documents.CommitAsync(tenant, [WriteOf(agentId, document.Revision, left)], cancellationToken).ConfigureAwait(false)).IsDurable)
            {
                return;
            }
        }

        // It ends by itself.
    }

    private static DocumentWrite WriteOf(string agentId, long revision, AgentClaimsDocument claims) => new()
    {
        Kind = DocumentKind.AgentClaims,
        Id = agentId,
        ExpectedRevision = revision,
        Body = new JsonText(JsonSerializer.SerializeToUtf8Bytes(claims, IntelligenceContext.Default.AgentClaimsDocument)),
    };

    private static AgentClaimsDocument Read(Document document) =>
        JsonSerializer.Deserialize(document.Body.Utf8.Span, IntelligenceContext.Default.AgentClaimsDocument) ?? new AgentClaimsDocument();

    private async ValueTask<(TeamSeats Seats, long CursorRevision)> TeamAsync(
        TenantId tenant, string teamId, Dictionary<string, (AgentClaimsDocument Claims, long Revision)> claims, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cursor = directory is null ? null : await documents.FindAsync(tenant, DocumentKind.TeamCursor, teamId, cancellationToken).ConfigureAwait(false);
        var agents = directory is null ? null : await directory.ListAgentsAsync(tenant, teamId, cancellationToken).ConfigureAwait(false);
        ImmutableArray<AgentSeat>? seats = agents is { } known
            ? [.. known.Select(agent => claims.TryGetValue(agent.Id, out var own)
                ? new AgentSeat(agent, own.Claims.Standing(now).Count(), own.Claims.LastAssignedAt)
                : new AgentSeat(agent, 0, null))]
            : null;
        return (new TeamSeats(teamId, seats, cursor?.Body.Element.GetString()), cursor?.Revision ?? 0);
    }
}
