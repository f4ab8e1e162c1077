using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Asks people and waits for the outcome; leaves by <c>approved</c>, <c>rejected</c> or <c>expired</c>.</summary>
/// <remarks>The request decides by itself how it ends, also when its time runs out: the node takes whatever outcome it is told.</remarks>
internal static class ApprovalNode
{
    private const int ApprovedPort = 0;
    private const int RejectedPort = 1;
    private const int ExpiredPort = 2;

    // A cache, no state: what is filled in without placeholders is the same whenever it is filled in.
    private static readonly ConditionalWeakTable<ApprovalSettings, ApprovalForm> ConstantForms = [];

    public static Step Enter(Turn turn, int slot)
    {
        ref var token = ref turn.Token(slot);
        var node = turn.Graph.Nodes[token.Node];
        var settings = (ApprovalSettings)turn.Graph.Settings[token.Node];
        if (!ConstantForms.TryGetValue(settings, out var form))
        {
            form = Fill(turn, settings, node.Name ?? node.Id, out var error);
            if (form is null)
            {
                return Step.Fail(error!);
            }

            if (settings.IsConstant)
            {
                ConstantForms.TryAdd(settings, form);
            }
        }

        var key = turn.KeyOf(token);
        DateTimeOffset? expires = settings.ExpiresIn is { } expiresIn ? DelaySettings.After(turn.Now, expiresIn) : null;
        var approval = new Approval
        {
            Id = ApprovalIds.Of(turn.Run, key, turn.Now),
            Tenant = turn.Tenant,
            Run = turn.Run,
            WorkflowId = turn.Graph.Version.WorkflowId,
            WorkflowName = turn.Graph.Version.WorkflowName,
            NodeId = node.Id,
            StepKey = key,
            Title = form.Title,
            Message = form.Message,
            ConversationId = turn.ConversationId,
            Policy = form.Policy,
            RequestedBy = turn.RequestedBy,
            RequestedAt = turn.Now,
            ExpiresAt = expires,
        };
        return Step.WaitFor(new Wait.Vote(key, approval.Id, ApprovalTiming.NextDue(approval)), new Effect.RequestApproval { Approval = approval }) with { Input = form.Input };
    }

    /// <summary>Takes the outcome of the request; null when it is none to go on by.</summary>
    public static Step? Resume(RunInput.Voted voted) => voted.Outcome switch
    {
        ApprovalStatus.Approved => Step.Leave(ApprovedPort, voted.Output),
        ApprovalStatus.Rejected => Step.Leave(RejectedPort, voted.Output),
        ApprovalStatus.Expired => Step.Leave(ExpiredPort, voted.Output),
        _ => null,
    };

    /// <summary>Notes what was done at the request, and waits for what is due next.</summary>
    /// <returns>Whether the step waited for that. A failed run is frozen: it asks again when it goes on.</returns>
    public static bool Tend(Turn turn, RunInput.Tended tended)
    {
        var slot = turn.FindWaiting(tended.Key);
        if (slot < 0 || turn.Status is RunStatus.Failed || turn.Token(slot).Wait is not Wait.Vote { IsTended: true } wait || wait.Approval != tended.Approval)
        {
            return false;
        }

        turn.SetWait(slot, wait with { Due = tended.NextAt, IsTended = false });
        turn.Add(new RunEvent.ApprovalTended { Key = tended.Key, Reminders = tended.Reminders, IsEscalated = tended.IsEscalated });
        return true;
    }

    /// <summary>Fills the texts in; null, with the reason, when they make no request.</summary>
    private static ApprovalForm? Fill(Turn turn, ApprovalSettings settings, string name, out string? error)
    {
        var approvers = ImmutableArray.CreateBuilder<string>();
        var escalated = ImmutableArray.CreateBuilder<string>();
        if (!TryText(turn, settings.Title, out var title, out error)
            || !TryText(turn, settings.Message, out var message, out error)
            || !TryApprovers(turn, settings.Approvers!, approvers, out error)
            || (settings.EscalateTo is { } to && !TryApprovers(turn, to, escalated, out error)))
        {
            return null;
        }

        var policy = new ApprovalPolicy
        {
            Approvers = approvers.DrainToImmutable(),
            Required = settings.Required,
            RejectOn = settings.RejectOn,
            ExpiresIn = settings.ExpiresIn,
            OnExpire = settings.OnExpire switch
            {
                "approved" => ApprovalStatus.Approved,
                "rejected" => ApprovalStatus.Rejected,
                _ => ApprovalStatus.Expired,
            },
            ExcludeRequester = settings.ExcludesRequester,
            RemindEvery = settings.RemindEvery,
            Escalation = settings.EscalateAfter is { } after ? new ApprovalEscalation { After = after, To = escalated.DrainToImmutable() } : null,
            AllowDelegation = settings.AllowsDelegation,
        };
        title = string.IsNullOrWhiteSpace(title) ? name : title;
        return new ApprovalForm(title, message, policy, Describe(title, message, policy));
    }

    private static bool TryText(Turn turn, JsonTemplate? template, out string? text, out string? error)
    {
        text = null;
        error = null;
        if (template is null)
        {
            return true;
        }

        if (turn.Resolve(template, out error) is not { } value)
        {
            return false;
        }

        text = value.Element.ValueKind switch
        {
            JsonValueKind.String => value.Element.GetString(),
            JsonValueKind.Null => null,
            _ => value.ToString(),
        };
        return true;
    }

    private static bool TryApprovers(Turn turn, JsonTemplate listed, ImmutableArray<string>.Builder approvers, out string? error)
    {
        if (turn.Resolve(listed, out error) is not { } value)
        {
            return false;
        }

        if (value.Element.ValueKind is not JsonValueKind.Array)
        {
            return TryAdd(value.Element, approvers, out error);
        }

        foreach (var item in value.Element.EnumerateArray())
        {
            // A placeholder alone may stand for a whole list of approvers.
            if (item.ValueKind is not JsonValueKind.Array)
            {
                if (!TryAdd(item, approvers, out error))
                {
                    return false;
                }

                continue;
            }

            foreach (var inner in item.EnumerateArray())
            {
                if (!TryAdd(inner, approvers, out error))
                {
                    return false;
                }
            }
        }

        error = approvers.Count == 0 ? "The list of approvers came out empty: nobody could decide." : null;
        return approvers.Count > 0;
    }

    // One that came out wrong fails the step: leaving it out would change who must agree.
    private static bool TryAdd(JsonElement value, ImmutableArray<string>.Builder approvers, out string? error)
    {
        if (value.ValueKind is JsonValueKind.String && ApprovalSettings.IsApprover(value.GetString()!))
        {
            if (!approvers.Contains(value.GetString()!))
            {
                approvers.Add(value.GetString()!);
            }

            error = null;
            return true;
        }

        error = $"An approver came out as {JsonKinds.Describe(value)}; it must be user:…, role:… or team:….";
        return false;
    }

    private static JsonText Describe(string title, string? message, ApprovalPolicy policy)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("title", title);
            writer.WriteString("message", message);
            writer.WriteStartArray("approvers");
            foreach (var approver in policy.Approvers)
            {
                writer.WriteStringValue(approver);
            }

            writer.WriteEndArray();
            if (policy.Required is { } required)
            {
                writer.WriteNumber("required", required);
            }
            else
            {
                writer.WriteString("required", "all");
            }

            writer.WriteEndObject();
        }

        return new JsonText(output.WrittenSpan.ToArray());
    }
}
