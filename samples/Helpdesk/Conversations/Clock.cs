using System.Globalization;

namespace Helpdesk.Conversations;

/// <summary>Writes instants so that their texts sort as they do.</summary>
internal static class Clock
{
    public static string Write(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
