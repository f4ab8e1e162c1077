using System.Collections.Immutable;
using System.Globalization;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Writes and deletions of documents, several at once, on right and wrong revisions.</summary>
internal sealed class RandomDocuments(StoreFixture store, int seed) : RandomSequence(store, seed)
{
    private const int DocumentsEach = 5;
    private static readonly DocumentKind[] Kinds = [DocumentKind.Rule, DocumentKind.WorkflowVersion];

    private protected override Task ActAsync(int step, CancellationToken cancellationToken) =>
        Next(4) == 0 ? ListAsync(step, AnyTenant(), Kinds[Next(2)], cancellationToken) : CommitAsync(step, cancellationToken);

    private protected override async Task CompareAsync(CancellationToken cancellationToken)
    {
        foreach (var kind in Kinds)
        {
            foreach (var tenant in (TenantId[])[Sample.Tenant, Sample.OtherTenant])
            {
                await CompareListAsync("at the end", tenant, kind, DocumentFilter.All, Page.First(50), cancellationToken).ConfigureAwait(false);
            }

            var tenants = await Model.Documents.ListTenantsAsync(kind, cancellationToken).ConfigureAwait(false);
            var listed = await Handle.Documents.ListTenantsAsync(kind, cancellationToken).ConfigureAwait(false);
            Check.Equal(Sorted(tenants), Sorted(listed), $"{Name}: the tenants that have documents of kind {kind}.");
        }
    }

    private static IEnumerable<string> Sorted(ImmutableArray<TenantId> tenants) => tenants.Select(static tenant => tenant.Value).Order(StringComparer.Ordinal);

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"doc_{number}");

    private async Task CommitAsync(int step, CancellationToken cancellationToken)
    {
        var tenant = AnyTenant();
        var writes = ImmutableArray.CreateBuilder<DocumentWrite>();
        foreach (var number in Enumerable.Range(0, DocumentsEach).Where(_ => Chance(30)))
        {
            var kind = Kinds[Next(2)];
            var known = await Model.Documents.FindAsync(tenant, kind, IdOf(number), cancellationToken).ConfigureAwait(false);
            writes.Add(new DocumentWrite
            {
                Kind = kind,
                Id = IdOf(number),
                ExpectedRevision = Next(10) switch { 0 => null, 1 => (known?.Revision ?? 0) + 1, _ => known?.Revision ?? 0 },
                Parent = Chance(50) ? $"wf_{Next(2)}" : null,
                Tag = Chance(50) ? "draft" : null,
                Body = Chance(80) ? JsonText.Parse(string.Create(CultureInfo.InvariantCulture, $"{{\"step\": {step}}}")) : null,
            });
        }

        if (writes.Count == 0)
        {
            return;
        }

        var before = await Handle.Documents.GetGenerationAsync(tenant, writes[0].Kind, cancellationToken).ConfigureAwait(false);
        var all = writes.ToImmutable();
        var expected = await Model.Documents.CommitAsync(tenant, all, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected, await Handle.Documents.CommitAsync(tenant, all, cancellationToken).ConfigureAwait(false), $"{Name}, step {step}: {all.Length} writes.");
        var after = await Handle.Documents.GetGenerationAsync(tenant, all[0].Kind, cancellationToken).ConfigureAwait(false);
        Check.That(!expected.IsDurable || after > before, $"{Name}, step {step}: a write must raise the generation; it went from {before} to {after}.");
    }

    private Task ListAsync(int step, TenantId tenant, DocumentKind kind, CancellationToken cancellationToken)
    {
        var filter = new DocumentFilter { Parent = Chance(50) ? "wf_1" : null, Tag = Chance(50) ? "draft" : null, NewestFirst = Chance(50) };
        return CompareListAsync($"step {step}", tenant, kind, filter, new Page(Chance(50) ? IdOf(Next(DocumentsEach)) : null, 1 + Next(3)), cancellationToken);
    }

    private async Task CompareListAsync(string when, TenantId tenant, DocumentKind kind, DocumentFilter filter, Page page, CancellationToken cancellationToken)
    {
        var expected = await Model.Documents.ListAsync(tenant, kind, filter, page, cancellationToken).ConfigureAwait(false);
        var listed = await Handle.Documents.ListAsync(tenant, kind, filter, page, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected.Select(Check.Text), listed.Select(Check.Text), $"{Name}, {when}: documents of kind {kind} of {tenant} by {filter}, {page}.");
    }
}
