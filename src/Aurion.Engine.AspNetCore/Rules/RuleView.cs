using System.Buffers;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Rules;

/// <summary>A rule as the API shows it: conditions and actions as they were written.</summary>
internal static class RuleView
{
    public static JsonText Of(RuleState state)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, WireJson.WriterOptions))
        {
            RuleJson.Write(writer, state);
        }

        return StrictJson.Parse(text.WrittenMemory);
    }
}
