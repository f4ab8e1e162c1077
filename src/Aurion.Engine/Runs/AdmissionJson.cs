using System.Text.Json;

namespace Aurion.Engine.Runs;

/// <summary>The stored form of a run's place among those that share its key: the member <c>admission</c> of a marking.</summary>
internal static class AdmissionJson
{
    public static void Write(Utf8JsonWriter writer, Admission? admission)
    {
        if (admission is null)
        {
            return;
        }

        writer.WriteStartObject("admission"u8);
        writer.WriteString("group"u8, admission.Group.Id);
        writer.WriteString("key"u8, admission.Group.Key);
        writer.WriteNumber("limit"u8, admission.Group.Limit);
        writer.WriteNumber("on_conflict"u8, (int)admission.Group.OnConflict);
        writer.WriteNumber("ticket"u8, admission.Ticket);
        writer.WriteNumber("state"u8, (int)admission.State);
        if (admission.LookAt is { } lookAt)
        {
            writer.WriteString("look_at"u8, lookAt);
        }

        writer.WriteEndObject();
    }

    public static Admission? Read(JsonElement marking)
    {
        if (!marking.TryGetProperty("admission"u8, out var stored))
        {
            return null;
        }

        var group = new ConcurrencyGroup
        {
            Id = stored.GetProperty("group"u8).GetString()!,
            Key = stored.GetProperty("key"u8).GetString()!,
            Limit = stored.GetProperty("limit"u8).GetInt32(),
            OnConflict = (ConcurrencyConflict)stored.GetProperty("on_conflict"u8).GetInt32(),
        };
        return new Admission(
            group,
            stored.GetProperty("ticket"u8).GetInt32(),
            (AdmissionState)stored.GetProperty("state"u8).GetInt32(),
            stored.TryGetProperty("look_at"u8, out var lookAt) ? lookAt.GetDateTimeOffset() : null);
    }
}
