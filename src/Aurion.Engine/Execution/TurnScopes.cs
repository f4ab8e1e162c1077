using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>The scope instances of a run while one decision is made. What they hold counts as the run's data.</summary>
internal sealed class TurnScopes
{
    private readonly Turn _turn;
    private readonly List<ScopeInstance> _all;
    private readonly Queue<int> _touched = new();
    private readonly Dictionary<int, string> _paths = [];

    public TurnScopes(Turn turn, Marking marking)
    {
        _turn = turn;
        _all = [.. marking.Scopes];
        LastId = marking.LastScope;
        if (marking.IsFinished || marking.Status is RunStatus.Paused)
        {
            // What stood still when the run did may be ready to go on: whoever wakes the run need not know.
            foreach (var scope in _all)
            {
                _touched.Enqueue(scope.Id);
            }
        }
    }

    /// <summary>Gets the highest id that an instance had.</summary>
    public int LastId { get; private set; }

    /// <summary>Gets the instances in the order of their ids.</summary>
    public IReadOnlyList<ScopeInstance> All => _all;

    public ImmutableArray<ScopeInstance> ToImmutable() => [.. _all];

    public ScopeInstance Add(int node, int visit, int outer)
    {
        var scope = new ScopeInstance(++LastId, node, visit, outer);
        _all.Add(scope);
        return scope;
    }

    /// <summary>Finds an instance; null when it is gone, and for the run itself.</summary>
    public ScopeInstance? Find(int id) => PositionOf(id) is var at and >= 0 ? _all[at] : null;

    /// <summary>Puts a changed instance in the place of what it was.</summary>
    public void Set(ScopeInstance scope)
    {
        var at = PositionOf(scope.Id);
        _turn.AddData(DataSize.Of(scope) - DataSize.Of(_all[at]));
        _all[at] = scope;
    }

    /// <summary>Forgets an instance and its steps.</summary>
    public void Remove(int id)
    {
        var at = PositionOf(id);
        _turn.AddData(-DataSize.Of(_all[at]));
        _turn.RemoveSteps(id);
        _all.RemoveAt(at);
    }

    public void Clear()
    {
        while (_all.Count > 0)
        {
            Remove(_all[^1].Id);
        }

        _touched.Clear();
    }

    /// <summary>Notes that a token of an instance has ended, so that it may be done.</summary>
    public void Touch(int id) => _touched.Enqueue(id);

    /// <summary>Takes the next instance that may be done.</summary>
    public bool TryTake(out int id) => _touched.TryDequeue(out id);

    /// <summary>Tells whether an instance is another, or lies in it at any depth.</summary>
    public bool IsWithin(int id, int outer)
    {
        for (var at = id; at != 0; at = Find(at)!.Outer)
        {
            if (at == outer)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the instance of a container that an instance is or lies in: for a <c>for_each</c> the item's. 0 is the run.</summary>
    public int InstanceAt(int id, int container)
    {
        var at = id;
        while (at != 0 && Find(at) is { } scope && scope.Node != container)
        {
            at = scope.Outer;
        }

        return at;
    }

    /// <summary>Finds the container activation that a scope's tokens belong to: for an item that of its <c>for_each</c>.</summary>
    public ScopeInstance ActivationOf(ScopeInstance scope) => scope.Index < 0 ? scope : Find(scope.Outer)!;

    /// <summary>Writes the first part of the keys of an instance's steps: <c>run_7/each[1]#2/</c>.</summary>
    public string PathOf(int id)
    {
        if (id == 0)
        {
            return string.Concat(_turn.Run.Value, "/");
        }

        if (_paths.TryGetValue(id, out var path))
        {
            return path;
        }

        var scope = Find(id)!;
        var outer = scope.Index < 0 ? scope.Outer : Find(scope.Outer)!.Outer;
        var index = scope.Index < 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"[{scope.Index}]");
        path = string.Create(CultureInfo.InvariantCulture, $"{PathOf(outer)}{_turn.Graph.Containers.PathName(scope.Node)}{index}#{scope.Visit}/");
        _paths.Add(id, path);
        return path;
    }

    /// <summary>Notes a visit to a step that a handler can undo.</summary>
    public void AddCompleted(int scope, int node, int visit, string? branch, JsonText? output)
    {
        if (Find(scope) is { } open)
        {
            Set(open with { Completed = open.Completed.Add(new CompletedStep(_turn.Recorded, node, visit, branch, output)) });
        }
    }

    /// <summary>Finds the item that an instance lies in; null outside of any.</summary>
    public ScopeInstance? ItemOf(int id)
    {
        var at = Find(id);
        while (at is { Index: < 0 })
        {
            at = Find(at.Outer);
        }

        return at;
    }

    public JsonElement ValueOf(ScopeInstance item) => Find(item.Outer)!.Items!.Element[item.Index];

    /// <summary>Assigns a variable where the innermost scope declares it.</summary>
    /// <returns>False when none does.</returns>
    public bool TrySetVariable(int id, string name, JsonText value)
    {
        for (var scope = Find(id); scope is not null; scope = Find(scope.Outer))
        {
            if (scope.Variables.ContainsKey(name) || NameOfItem(scope) == name)
            {
                Set(scope with { Variables = scope.Variables.SetItem(name, value) });
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds a variable that an instance declares itself: one of its own, or the item by its name.</summary>
    public bool TryGetVariable(ScopeInstance scope, string name, out JsonElement value)
    {
        if (scope.Variables.TryGetValue(name, out var own))
        {
            value = own.Element;
            return true;
        }

        var isItem = NameOfItem(scope) == name;
        value = isItem ? ValueOf(scope) : default;
        return isItem;
    }

    private string? NameOfItem(ScopeInstance scope) => scope.Index < 0 ? null : ((ForEachSettings)_turn.Graph.Settings[scope.Node]).ItemAs;

    private int PositionOf(int id)
    {
        // Ids only grow, so the list is sorted.
        var low = 0;
        var high = _all.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (_all[middle].Id == id)
            {
                return middle;
            }

            if (_all[middle].Id < id)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return -1;
    }
}
