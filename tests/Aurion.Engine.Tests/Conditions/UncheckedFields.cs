using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>Hands out elements of a document that never passed the strict reader.</summary>
internal sealed class UncheckedFields(JsonElement root) : FieldSource
{
    public override JsonElement Find(FieldPath path) => path.Find(root);
}
