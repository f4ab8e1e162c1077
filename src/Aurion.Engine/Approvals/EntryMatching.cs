using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>Gives listed entries a person each, as many as possible: each new one may move those before to another of their entries (augmenting paths).</summary>
/// <remarks>Used by one thread.</remarks>
internal sealed class EntryMatching
{
    private readonly ImmutableArray<string> _wanted;
    private readonly ImmutableArray<string> _escalated;
    private readonly Dictionary<string, int> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ImmutableArray<string>> _fits = [];

    public EntryMatching(Approval approval)
    {
        _wanted = [.. approval.Policy.Approvers.Distinct(StringComparer.Ordinal)];
        _escalated = approval is { EscalatedAt: not null, Policy.Escalation: { } escalation } ? escalation.To : [];
    }

    /// <summary>Gets who has which entry.</summary>
    public IReadOnlyDictionary<string, int> Owners => _owners;

    /// <summary>Gets the entries that nobody has.</summary>
    public IEnumerable<string> Open => _wanted.Where(entry => !_owners.ContainsKey(entry));

    /// <summary>Gets a value indicating whether every entry has somebody.</summary>
    public bool IsComplete => _owners.Count == _wanted.Length;

    /// <summary>Adds a person. One that it was escalated to fits everywhere, best where they are listed themselves.</summary>
    public void Add(int person, ImmutableArray<string> entries)
    {
        var listed = entries.Where(entry => _wanted.Contains(entry, StringComparer.Ordinal));
        _fits[person] = [.. entries.Any(entry => _escalated.Contains(entry, StringComparer.Ordinal)) ? listed.Union(_wanted, StringComparer.Ordinal) : listed];
        Place(person, new HashSet<string>(StringComparer.Ordinal));
    }

    private bool Place(int person, HashSet<string> tried)
    {
        foreach (var entry in _fits[person])
        {
            if (tried.Add(entry) && (!_owners.TryGetValue(entry, out var owner) || Place(owner, tried)))
            {
                _owners[entry] = person;
                return true;
            }
        }

        return false;
    }
}
