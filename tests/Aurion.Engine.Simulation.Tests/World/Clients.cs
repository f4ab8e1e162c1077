using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>Who asks the engines from outside: they ask again, of any node, until they are answered, and remember what they were told.</summary>
internal sealed class Clients(SimulatedWorld world)
{
    private const int MostStarts = 8;
    private const int MostEvents = 12;

    public static readonly Voter[] People =
    [
        new() { Id = "ann", Roles = ["a"] },
        new() { Id = "bob", Roles = ["a"] },
        new() { Id = "b" },
    ];

    private int _starts;

    /// <summary>Gets what was told of each start: the workflow, the key, the answer.</summary>
    public List<(string Workflow, string Key, StartResult Answer)> Starts { get; } = [];

    /// <summary>Gets the events that were accepted, by id.</summary>
    public Dictionary<string, AutomationEvent> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets each request that somebody was told is closed, as it was told.</summary>
    public List<Approval> Closed { get; } = [];

    /// <summary>Gets each vote that somebody was told counts.</summary>
    public List<(ApprovalId Approval, string Voter)> Counted { get; } = [];

    /// <summary>Gets the tokens of steps that wait for somebody to complete them.</summary>
    public List<string> Pending { get; } = [];

    /// <summary>Gets how many ask and are not answered yet.</summary>
    public int Asking { get; private set; }

    /// <summary>Gets the keys of all starts that were asked for, by workflow.</summary>
    public HashSet<(string Workflow, string Key)> Wanted { get; } = [];

    public int Fired { get; private set; }

    /// <summary>Lets somebody ask for something.</summary>
    public void Act()
    {
        switch (world.Random.Next(14))
        {
            case < 3 when _starts < MostStarts:
                Start(world.Random.Next(2) == 0 ? world.Plan.Started : world.Plan.Limited, $"k{++_starts}");
                break;
            case 3 when Wanted.Count > 0:
                var known = Wanted.ElementAt(world.Random.Next(Wanted.Count));
                Start(known.Workflow, known.Key); // a client that is not sure
                break;
            case < 7 when Fired < MostEvents:
                Fire($"e{++Fired}", world.Random.Next(3) == 0 ? "ticket.replied" : "ticket.created", world.Random.Next(SimulatedPlan.Conversations));
                break;
            case 7 when Events.Count > 0:
                var again = Events.Values.ElementAt(world.Random.Next(Events.Count));
                Ask($"fires {again.Id} again", node => node.Rules.FireAsync(again, CancellationToken.None), static _ => { });
                break;
            case 8 or 9:
                Vote(People[world.Random.Next(People.Length)], world.Random.Next(3) == 0 ? ApprovalDecision.Rejected : ApprovalDecision.Approved);
                break;
            case 10 when Pending.Count > 0:
                Complete(Pending[world.Random.Next(Pending.Count)]);
                break;
            case 11:
                Hold();
                break;
            default:
                break;
        }
    }

    public void Fire(string id, string type, int conversation)
    {
        var fired = new AutomationEvent { Id = id, Type = type, ConversationId = $"c{conversation}", Payload = JsonText.Parse($$"""{"n":{{world.Random.Next(6)}}}""") };
        Ask($"fires {id}", node => node.Rules.FireAsync(fired, CancellationToken.None), _ => Events[id] = fired);
    }

    /// <summary>A person votes on all that waits for one.</summary>
    public void Vote(Voter voter, ApprovalDecision decision) =>
        Ask($"{voter.Id} looks", node => node.Workflows.ListPendingApprovalsAsync(TenantId.Default, voter, CancellationToken.None), open =>
        {
            foreach (var approval in open)
            {
                Ask($"{voter.Id} votes on {approval.Id}", node => node.Workflows.DecideAsync(TenantId.Default, approval.Id, voter, decision, null, CancellationToken.None), told =>
                {
                    if (told.Approval is { Status: not ApprovalStatus.Pending } closed)
                    {
                        Closed.Add(closed);
                    }

                    if (told.Status is DecideStatus.Accepted)
                    {
                        Counted.Add((approval.Id, voter.Id));
                    }
                });
            }
        });

    public void Complete(string token) =>
        Ask("completes a step", node => node.Workflows.CompleteStepAsync(token, ActionResult.Completed(), CancellationToken.None), static _ => { });

    public void Resume(RunId run) => Ask($"resumes {run}", node => node.Workflows.ResumeRunAsync(TenantId.Default, run, "ann", CancellationToken.None), static _ => { });

    public void ResumeWorkflows()
    {
        foreach (var workflow in world.Plan.Pausable)
        {
            Ask($"resumes {workflow}", node => node.Workflows.ResumeWorkflowAsync(TenantId.Default, workflow, CancellationToken.None), static _ => { });
        }
    }

    private void Start(string workflow, string key)
    {
        Wanted.Add((workflow, key));
        var number = int.Parse(key[1..], System.Globalization.CultureInfo.InvariantCulture);
        var request = new StartRun
        {
            WorkflowId = workflow,
            StartKey = key,
            KeepStartKeyFor = null,
            ConversationId = $"c{number % SimulatedPlan.Conversations}",
            Payload = JsonText.Parse($$"""{"n":{{number % 6}},"k":"{{number % 2}}"}"""),
        };
        Ask($"starts {key}", node => node.Workflows.StartAsync(request, CancellationToken.None), told =>
        {
            Starts.Add((workflow, key, told));
        });
    }

    private void Hold()
    {
        var (what, at) = (world.Random.Next(8), world.Random.Next(6));
        if (what == 7)
        {
            var workflow = world.Plan.Pausable.ElementAt(world.Random.Next(2)); // what an event or a run starts while it is paused is kept as a dead message
            Ask($"pauses {workflow}", node => node.Workflows.PauseWorkflowAsync(TenantId.Default, workflow, "ann", null, CancellationToken.None), static _ => { });
            return;
        }

        if (what == 6)
        {
            ResumeWorkflows();
            return;
        }

        Ask("looks at the runs", node => node.Workflows.ListRunsAsync(TenantId.Default, new RunFilter(), new Page(null, 50), CancellationToken.None), heads =>
        {
            if (heads.IsEmpty)
            {
                return;
            }

            var run = heads[at % heads.Length].Run;
            switch (what)
            {
                case 0:
                    Ask($"cancels {run}", node => node.Workflows.CancelRunAsync(TenantId.Default, run, "ann", null, CancellationToken.None), static _ => { });
                    break;
                case 1 or 2:
                    Ask($"pauses {run}", node => node.Workflows.PauseRunAsync(TenantId.Default, run, "ann", null, CancellationToken.None), static _ => { });
                    break;
                case 3:
                    Ask($"retries {run}", node => node.Workflows.RetryRunAsync(TenantId.Default, run, null, "ann", CancellationToken.None), static _ => { });
                    break;
                default:
                    Resume(run);
                    break;
            }
        });
    }

    private void Ask<T>(string what, Func<SimulatedNode, ValueTask<T>> ask, Action<T> told)
    {
        Asking++;
        _ = AskAsync(what, ask, told);
    }

    private async Task AskAsync<T>(string what, Func<SimulatedNode, ValueTask<T>> ask, Action<T> told)
    {
        try
        {
            while (true)
            {
                await world.Turns.WaitAsync(null, what, TurnKind.Client);
                var node = world.PickNode();
                try
                {
                    var answer = await node.AskAsync(ask);
                    world.Note($"told by {node}: {what}");
                    told(answer);
                    return;
                }
                catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
                {
                    world.Note($"no answer from {node}: {what}");
                }
            }
        }
        catch (Exception exception)
        {
            world.Break(exception);
        }
        finally
        {
            Asking--;
        }
    }
}
