namespace Aurion.Engine.Storage;

/// <summary>The kinds of configuration documents. A store keeps the number: never reuse one.</summary>
public enum DocumentKind
{
    /// <summary>An automation rule.</summary>
    Rule = 1,

    /// <summary>A workflow with its draft.</summary>
    Workflow = 2,

    /// <summary>A published version of a workflow.</summary>
    WorkflowVersion = 3,

    /// <summary>A workflow template.</summary>
    Template = 4,

    /// <summary>A routing rule.</summary>
    RoutingRule = 5,

    /// <summary>Settings.</summary>
    Settings = 6,

    /// <summary>The secrets of a workflow's webhook, kept apart from tenants: a delivery names the workflow alone.</summary>
    WebhookSecret = 7,

    /// <summary>The runs of a workflow that share a concurrency key: who is at work, who waits.</summary>
    ConcurrencyGroup = 9,

    /// <summary>The conversations on their way to an agent, which the host's figures do not hold yet.</summary>
    AgentClaims = 10,

    /// <summary>The agent who had the last turn of a team's round.</summary>
    TeamCursor = 11,

    /// <summary>A conversation that waits for an agent of a team.</summary>
    RoutingQueue = 12,
}
