using System.Globalization;
using System.Runtime.InteropServices;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <content>What has happened. A node outside of containers that is entered and left, and no more, is noted in numbers.</content>
internal sealed partial class Turn
{
    public void Add(RunEvent happened)
    {
        _events.Add(new EventEntry(happened));
        _recorded++;
    }

    /// <summary>Notes that a token has entered its node.</summary>
    /// <param name="token">The token.</param>
    /// <param name="input">What the step was given; null when nothing.</param>
    public void AddEntered(in MachineToken token, JsonText? input)
    {
        var undone = Graph.Containers.UndoneBy(token.Node);
        if (token.Scope == 0 && undone < 0 && Warnings is null && EventEntry.Fits(token.Node, token.Visit, port: -1))
        {
            _events.Add(EventEntry.Entered(token.Node, token.Visit, input));
            _recorded++;
            return;
        }

        var node = Graph.Nodes[token.Node];
        Add(new RunEvent.NodeEntered
        {
            Key = KeyOf(token),
            NodeId = node.Id,
            NodeType = node.Type,
            Name = node.Name,
            Input = input,
            Compensates = undone < 0 ? null : KeyOf(token.Scope, undone, token.Visit),
            Warnings = TakeWarnings(),
        });
    }

    /// <summary>Notes that a token has left its node by a port, or ended there by none.</summary>
    /// <param name="token">The token.</param>
    /// <param name="key">The step's key as its wait has it; null works it out.</param>
    /// <param name="port">The port; −1 for none.</param>
    /// <param name="output">What the step produced; null when nothing.</param>
    public void AddLeft(in MachineToken token, string? key, int port, JsonText? output)
    {
        if (token.Scope != 0 || !IsUsual(key, token) || !EventEntry.Fits(token.Node, token.Visit, port))
        {
            Add(new RunEvent.NodeLeft { Key = key ?? KeyOf(token), Port = port < 0 ? null : Graph.Ports[token.Node][port], Output = output });
            return;
        }

        _recorded++;
        if (_events.Count > 0 && _events[^1].IsBareEntry(token.Node, token.Visit))
        {
            _events[^1] = _events[^1].ThenLeft(port, output);
        }
        else
        {
            _events.Add(EventEntry.Left(token.Node, token.Visit, port, output));
        }
    }

    // What a stored wait says counts: if keys were ever made in another way, the record has the one that the step began under.
    private bool IsUsual(string? key, in MachineToken token)
    {
        if (key is null)
        {
            return true;
        }

        Span<char> visit = stackalloc char[11];
        token.Visit.TryFormat(visit, out var digits, provider: CultureInfo.InvariantCulture);
        var part = Graph.Containers.KeyPart(token.Node);
        return key.Length == Run.Value.Length + part.Length + digits
            && key.StartsWith(Run.Value, StringComparison.Ordinal)
            && key.AsSpan(Run.Value.Length, part.Length).SequenceEqual(part)
            && key.AsSpan(key.Length - digits).SequenceEqual(visit[..digits]);
    }

    private EventLog ToLog() => _events.Count == 0 ? default : new EventLog(CollectionsMarshal.AsSpan(_events).ToArray(), Graph, Run);
}
