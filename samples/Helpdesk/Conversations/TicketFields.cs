using System.Text.Json;
using System.Text.Json.Nodes;
using Aurion.Engine.Values;

namespace Helpdesk.Conversations;

/// <summary>What a conversation's fields are, what people may write in them, and how a path is set.</summary>
internal static class TicketFields
{
    private static readonly string[] Texts = ["subject", "description", "category", "priority", "status", "channel", "team_id", "agent_id"];

    /// <summary>What the helpdesk keeps by itself.</summary>
    private static readonly string[] Kept =
        ["id", "created_by", "created_at", "updated_at", "status_changed_at", "last_customer_reply_at", "last_agent_reply_at"];

    public static JsonObject Create(string id, JsonElement body, string creator, string now)
    {
        var fields = new JsonObject
        {
            ["id"] = id,
            ["subject"] = null,
            ["description"] = null,
            ["category"] = null,
            ["priority"] = "normal",
            ["status"] = "open",
            ["team_id"] = null,
            ["agent_id"] = null,
            ["tags"] = new JsonArray(),
        };
        Merge(fields, body);
        fields["created_by"] = creator;
        fields["created_at"] = now;
        fields["updated_at"] = now;
        fields["status_changed_at"] = now;
        fields["last_customer_reply_at"] = null;
        fields["last_agent_reply_at"] = null;
        return fields;
    }

    /// <summary>Takes over what a person wrote. Members that the helpdesk does not know are fields of this tenant's own.</summary>
    public static void Merge(JsonObject fields, JsonElement body)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (!Kept.Contains(member.Name, StringComparer.Ordinal))
            {
                fields[member.Name] = Node(member.Value);
            }
        }
    }

    /// <summary>Lists everything that is wrong with what a person wrote.</summary>
    public static List<JsonNode> Check(JsonElement body)
    {
        var faults = new List<JsonNode>();
        foreach (var member in body.EnumerateObject())
        {
            if (Texts.Contains(member.Name, StringComparer.Ordinal) && member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                faults.Add(Answer.Fault([member.Name], "string_type", "Input should be a string", member.Value));
            }
            else if (member.Name is "tags" && !(member.Value.ValueKind is JsonValueKind.Array && member.Value.EnumerateArray().All(static tag => tag.ValueKind is JsonValueKind.String)))
            {
                faults.Add(Answer.Fault([member.Name], "list_type", "Input should be a list of strings", member.Value));
            }
        }

        return faults;
    }

    /// <summary>Sets one field by its path; a literal name wins over a path.</summary>
    /// <returns>Why it can't be set; null when it was.</returns>
    public static string? Set(JsonObject fields, string path, JsonText value)
    {
        if (Kept.Contains(path, StringComparer.Ordinal))
        {
            return $"The field {path} is kept by the helpdesk";
        }

        var target = fields;
        var name = path;
        while (!target.ContainsKey(name) && name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
        {
            var member = name[..dot];
            if (target[member] is null)
            {
                target[member] = new JsonObject();
            }

            if (target[member] is not JsonObject inner)
            {
                return $"The field {path} leads through a value that is no object";
            }

            target = inner;
            name = name[(dot + 1)..];
        }

        target[name] = Node(value.Element);
        return null;
    }

    private static JsonNode? Node(JsonElement value) => value.ValueKind is JsonValueKind.Null ? null : JsonNode.Parse(value.GetRawText());
}
