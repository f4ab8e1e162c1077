using System.Text.Json.Serialization;

namespace Helpdesk.Actions;

/// <summary>What <c>add_note</c> takes.</summary>
/// <param name="Text">The note.</param>
internal sealed record AddNoteParameters([property: JsonPropertyName("text")] string Text);
