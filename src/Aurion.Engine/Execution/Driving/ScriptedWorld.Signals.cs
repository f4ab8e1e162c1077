using System.Buffers;
using System.Text.Json;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <content>Events that come, workflows that are called, events that are raised: as scripted, or as assumed.</content>
internal sealed partial class ScriptedWorld
{
    private readonly Dictionary<string, string> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _arrivals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);

    private void Note(RunInput input, Transition transition)
    {
        foreach (var happened in transition.Events)
        {
            switch (happened)
            {
                case RunEvent.NodeEntered entered:
                    _nodes[entered.Key] = entered.NodeId;
                    break;
                case RunEvent.EventEmitted emitted:
                    _planned.Add(new PlannedAction { NodeId = _nodes[emitted.Key], Type = "emit_event", Parameters = Describe("event_type", emitted.EventType, "payload", emitted.Payload) });
                    break;
                case RunEvent.ChildStarted started:
                    _planned.Add(new PlannedAction { NodeId = _nodes[started.Key], Type = "sub_workflow", Parameters = Describe("workflow_id", started.WorkflowId, "input", started.Input) });
                    break;
                default:
                    break;
            }
        }

        if (input is RunInput.Received received && transition.Log.IsEmpty)
        {
            _warnings.Add($"The event \"{received.EventType}\" with the payload {received.Payload} does not meet the conditions of the wait.");
        }
    }

    private RunInput.ChildEnded? NextChild(Marking marking)
    {
        if (marking.Tokens.Select(static token => token.Wait).OfType<Wait.Child>().FirstOrDefault() is not { } wait)
        {
            return null;
        }

        var node = _nodes[wait.Key];
        var isFailing = IsFailing(node, out var error);
        var output = options.Outputs.GetValueOrDefault(node);
        Assume(isFailing
            ? $"The workflow that node '{node}' calls fails: {error}"
            : output is null ? $"The workflow that node '{node}' calls completes and produces nothing." : $"The workflow that node '{node}' calls completes, with the output asked for.");
        return new RunInput.ChildEnded
        {
            At = _now,
            Key = wait.Key,
            Child = wait.Run,
            Status = isFailing ? RunStatus.Failed : RunStatus.Completed,
            Output = isFailing ? null : output,
            Error = error,
        };
    }

    /// <summary>Tells when the next event comes that a wait has not had; null when none does.</summary>
    private DateTimeOffset? NextArrival(Marking marking)
    {
        DateTimeOffset? next = null;
        foreach (var wait in marking.Tokens.Select(static token => token.Wait).OfType<Wait.Event>())
        {
            if (!_tried.Contains(wait.Key))
            {
                var arrival = ArrivalOf(wait);
                next = next is null || arrival < next ? arrival : next;
            }
        }

        return next;
    }

    // First asked for when the wait begins.
    private DateTimeOffset ArrivalOf(Wait.Event wait)
    {
        if (!_arrivals.TryGetValue(wait.Key, out var arrival))
        {
            arrival = DelaySettings.After(_now, options.EventDelays.GetValueOrDefault(_nodes[wait.Key]));
            _arrivals[wait.Key] = arrival;
        }

        return arrival;
    }

    private RunInput.Received? NextEvent(Marking marking)
    {
        foreach (var wait in marking.Tokens.Select(static token => token.Wait).OfType<Wait.Event>().OrderBy(ArrivalOf))
        {
            if (_tried.Contains(wait.Key))
            {
                continue;
            }

            var node = _nodes[wait.Key];
            var isGiven = options.Events.TryGetValue(node, out var payload);
            if (isGiven && payload is null)
            {
                _tried.Add(wait.Key);
                Assume($"The event \"{wait.EventType}\" that node '{node}' waits for does not come, as asked for.");
                continue;
            }

            var arrival = ArrivalOf(wait);
            if (arrival > _now && marking.NextDue < arrival)
            {
                return null;
            }

            _tried.Add(wait.Key);
            _now = arrival > _now ? arrival : _now;
            Assume(isGiven
                ? $"The event \"{wait.EventType}\" that node '{node}' waits for comes, with the payload asked for."
                : $"The event \"{wait.EventType}\" that node '{node}' waits for comes, with an empty payload.");
            return new RunInput.Received
            {
                At = _now,
                EventId = $"evt_dry/{wait.Key}",
                EventType = wait.EventType,
                Correlation = wait.Correlation,
                Payload = payload ?? JsonText.EmptyObject,
            };
        }

        return null;
    }

    private RunInput? GiveUp(Marking marking)
    {
        foreach (var wait in marking.Tokens.Select(static token => token.Wait).OfType<Wait.Event>())
        {
            _warnings.Add($"Node '{_nodes[wait.Key]}' still waits for the event \"{wait.EventType}\", without a timeout.");
        }

        return null;
    }

    private static JsonText Describe(string name, string value, string member, JsonText json)
    {
        var output = new ArrayBufferWriter<byte>(json.Utf8.Length + 64);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString(name, value);
            writer.Json(member, json);
            writer.WriteEndObject();
        }

        return new JsonText(output.WrittenMemory);
    }
}
