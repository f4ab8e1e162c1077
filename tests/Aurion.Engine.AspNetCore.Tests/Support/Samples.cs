namespace Aurion.Engine.AspNetCore.Tests.Support;

/// <summary>The API reference's own examples, verbatim.</summary>
internal static class Samples
{
    public const string Rules = "/api/v2/automation-rules";
    public const string Workflows = "/api/v2/workflows";

    public const string EscalateUrgent = """
        {
        "name": "Escalate urgent tickets",
        "execution_mode": "event",
        "trigger_event": "ticket.created",
        "conditions": [
        {"field": "priority", "operator": "equals", "value": "urgent"}
        ],
        "actions": [
        {"type": "assign_team", "team_id": "team_escalation"},
        {"type": "send_notification", "template": "urgent_ticket"}
        ],
        "enabled": true,
        "priority_order": 1,
        "stop_processing": false
        }
        """;

    public const string AssignNetwork = """
        {
        "name": "Auto-assign VPN tickets to Network team",
        "trigger_event": "ticket.created",
        "conditions": [{"field": "category", "operator": "equals", "value": "Network"}],
        "actions": [{"type": "assign_team", "team_id": "team_network"}],
        "priority_order": 1
        }
        """;

    public const string NetworkEvent = """
        {
        "event_type": "ticket.created",
        "conversation_id": "conv_xyz",
        "payload": {
        "category": "Network",
        "priority": "high"
        }
        }
        """;

    public const string Onboarding = """
        {
        "name": "New Employee Onboarding",
        "description": "Automated onboarding workflow for new hires",
        "trigger_config": {"type": "event", "event_types": ["ticket.created"]},
        "canvas_definition": {
        "nodes": [
        {"id": "start", "type": "trigger", "config": {"event": "ticket.created"}},
        {"id": "check", "type": "condition", "config": {"field": "category", "equals": "Onboarding"}},
        {"id": "create_accounts", "type": "action", "config": {"type": "create_ticket", "subject": "Create accounts for new hire"}},
        {"id": "notify", "type": "action", "config": {"type": "send_notification"}}
        ],
        "edges": [
        {"from": "start", "to": "check"},
        {"from": "check", "to": "create_accounts", "condition": "true"},
        {"from": "create_accounts", "to": "notify"}
        ],
        "viewport": {"x": 0, "y": 0, "zoom": 1}
        }
        }
        """;

    public const string DryRun = """
        {
        "trigger_event": {"category": "Onboarding", "priority": "high"}
        }
        """;

    public const string Approval = """
        {
        "name": "Ask first",
        "canvas_definition": {
        "nodes": [
        {"id": "start", "type": "trigger", "config": {}},
        {"id": "ask", "type": "approval", "config": {"title": "Go on?", "message": "For {{subject}}", "approvers": ["role:supervisor"]}},
        {"id": "yes", "type": "action", "config": {"type": "send_notification", "template": "yes"}},
        {"id": "no", "type": "action", "config": {"type": "send_notification", "template": "no"}}
        ],
        "edges": [
        {"from": "start", "to": "ask"},
        {"from": "ask", "to": "yes", "condition": "approved"},
        {"from": "ask", "to": "no", "condition": "rejected"}
        ]
        }
        }
        """;
}
