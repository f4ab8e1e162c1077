using System.Text.Json;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>The framework's reader from the first token to the last, and nothing else: what reading JSON costs at the least.</summary>
internal sealed class ReaderWalk() : Contender("Utf8JsonReader walk, no rules")
{
    private int _tokens;

    public override bool DecidesRules => false;

    public override void Handle(int number, ReadOnlyMemory<byte> utf8, List<int> matched)
    {
        var reader = new Utf8JsonReader(utf8.Span);
        while (reader.Read())
        {
            _tokens++;
        }
    }
}
