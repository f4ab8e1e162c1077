using System.Text.Json.Serialization;

namespace Helpdesk.Actions;

/// <summary>Reads the parameters of the typed handlers.</summary>
[JsonSerializable(typeof(AddNoteParameters))]
internal sealed partial class ActionJson : JsonSerializerContext;
