namespace Helpdesk.Tests;

/// <summary>Rules and workflows as people would send them.</summary>
internal static class Canvases
{
    public const string EscalateUrgent = """
        {"name":"Escalate urgent tickets","execution_mode":"event","trigger_event":"ticket.created",
         "conditions":[{"field":"priority","operator":"equals","value":"urgent"}],
         "actions":[{"type":"assign_team","team_id":"team_escalation"},{"type":"send_notification","template":"urgent_ticket"}],
         "enabled":true,"priority_order":1,"stop_processing":false}
        """;

    public const string Onboarding = """
        {"name":"New Employee Onboarding","description":"Automated onboarding workflow for new hires",
         "trigger_config":{"type":"event","event_types":["ticket.created"]},
         "canvas_definition":{
           "nodes":[
             {"id":"start","type":"trigger","config":{"event":"ticket.created"}},
             {"id":"check","type":"condition","config":{"field":"category","equals":"Onboarding"}},
             {"id":"create_accounts","type":"action","config":{"type":"create_ticket","subject":"Create accounts for new hire"}},
             {"id":"notify","type":"action","config":{"type":"send_notification"}}],
           "edges":[
             {"from":"start","to":"check"},
             {"from":"check","to":"create_accounts","condition":"true"},
             {"from":"create_accounts","to":"notify"}],
           "viewport":{"x":0,"y":0,"zoom":1}}}
        """;

    public const string AskFirst = """
        {"name":"Ask first",
         "canvas_definition":{
           "nodes":[
             {"id":"start","type":"trigger","config":{}},
             {"id":"ask","type":"approval","config":{"title":"Laptop for {{subject}}","approvers":["role:supervisor"]}},
             {"id":"order","type":"action","config":{"type":"create_ticket","subject":"Order a laptop"}},
             {"id":"tell","type":"action","config":{"type":"send_notification","template":"ordered"}},
             {"id":"decline","type":"action","config":{"type":"add_note","text":"Declined"}}],
           "edges":[
             {"from":"start","to":"ask"},
             {"from":"ask","to":"order","condition":"approved"},
             {"from":"order","to":"tell"},
             {"from":"ask","to":"decline","condition":"rejected"}]}}
        """;
}
