using System.Text;
using Aurion.Engine.Rules.Indexing;

namespace Aurion.Engine.Tests.Rules.Indexing;

/// <summary>The table finds the parts that a search for each of them finds, in dense and in varied alphabets, after edits too.</summary>
public sealed class GramTableTests
{
    private readonly FieldValues _values = new();
    private readonly HitBits _hits = new();

    [Theory]
    [InlineData(3, 1, 3)]
    [InlineData(4, 1, 4)]
    [InlineData(6, 2, 7)]
    public void Collect_RandomPartsAndTexts_FindsWhatASearchFinds(int width, int stride, int shortest)
    {
        var random = new Random(width);
        for (var round = 0; round < 400; round++)
        {
            var letters = random.Next(2) == 0 ? "AB" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123";
            var parts = new Dictionary<int, string>();
            var table = new GramTable(width, stride, this);
            for (var edit = 0; edit < 4; edit++)
            {
                table = table.OwnedBy(new object());
                for (var change = 0; change < random.Next(1, 60); change++)
                {
                    var position = random.Next(600);
                    if (parts.Remove(position, out var known))
                    {
                        table.Remove(Encoding.UTF8.GetBytes(known), position);
                    }
                    else
                    {
                        parts[position] = Text(random, letters, shortest + random.Next(random.Next(3) == 0 ? 30 : 4));
                        table.Add(Encoding.UTF8.GetBytes(parts[position]), position);
                    }
                }

                table.Publish();
                var text = Text(random, letters, random.Next(200));
                text += parts.Count > 0 && random.Next(2) == 0 ? parts.Values.ElementAt(random.Next(parts.Count)) : string.Empty;
                Assert.Equal(parts.Where(part => text.Contains(part.Value, StringComparison.Ordinal)).Select(static part => part.Key).Order(), Collect(table, text));
            }
        }
    }

    private static string Text(Random random, string letters, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)]));

    private IEnumerable<int> Collect(GramTable table, string text)
    {
        byte[] utf8 = [.. Encoding.UTF8.GetBytes(text), .. new byte[8]];
        _hits.Clear(words: 12);
        table.Collect(utf8.AsSpan(0, utf8.Length - 8), _values, _hits);
        var bits = _hits.Bits.ToArray();
        return Enumerable.Range(0, 64 * bits.Length).Where(position => (bits[position >> 6] & (1UL << position)) != 0);
    }
}
