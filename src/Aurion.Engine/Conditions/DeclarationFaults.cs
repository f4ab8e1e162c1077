namespace Aurion.Engine.Conditions;

/// <summary>The faults that come and go with what a host declares: they are refused at save, and what is saved stays readable.</summary>
internal static class DeclarationFaults
{
    public const string UnknownCalendar = "unknown_calendar";

    public const string FieldType = "field_type";

    public const string FieldValue = "field_value";

    public static bool Contains(string type) => type is UnknownCalendar or FieldType or FieldValue;
}
