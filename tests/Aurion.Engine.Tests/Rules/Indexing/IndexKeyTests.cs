using System.Text;
using Aurion.Engine.Rules.Indexing;
using Aurion.Engine.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Aurion.Engine.Tests.Rules.Indexing;

/// <summary>The index's bytes for texts and numbers are equal, and ordered, as the conditions compare them.</summary>
public sealed class IndexKeyTests
{
    private static readonly Gen<string> Numbers =
        from sign in Gen.Elements("", "-", "+", " ")
        from whole in Gen.Elements("0", "1", "10", "00", "9007199254740992", "9007199254740993", "123456789012345678901234567890123456789012", "5", "")
        from fraction in Gen.Elements("", "", ".0", ".5", ".10", ".1", ".123456789012345678", ".", ".000000000000000000000000000001")
        from exponent in Gen.Elements("", "", "", "e1", "E-1", "e+05", "e400", "e-400", "e999999999999999999", "e1000000000000000000", "e-0", "e", "e0000000000000000000001")
        select sign + whole + fraction + exponent;

    [Fact]
    public void NumberKey_RandomNumbers_ReadsAndOrdersAsExactNumberDoes() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Numbers.Two().ToArbitrary(), static pair =>
        {
            var (left, right) = pair;
            var isNumber = ExactNumber.TryParse(left, out var number);
            var isOther = ExactNumber.TryParse(right, out var other);
            if (NumberKey.TryRead(Encoding.UTF8.GetBytes(left), out var key) != isNumber || NumberKey.TryRead(Encoding.UTF8.GetBytes(right), out var otherKey) != isOther)
            {
                return false;
            }

            if (NumberKey.TryReadShort(Encoding.UTF8.GetBytes(left), out var nearest) && !(isNumber && nearest.Equals(key.Nearest)))
            {
                return false;
            }

            return !isNumber || !isOther
                || (Math.Sign(key.Bytes.SequenceCompareTo(otherKey.Bytes)) == number.CompareTo(other)
                    && Math.Sign(key.Nearest.CompareTo(otherKey.Nearest)) * number.CompareTo(other) >= 0);
        }));

    /// <summary>All characters, each with those that compare equal to it: they have one fold, and no others have it.</summary>
    [Fact]
    public void TextFold_EveryCharacter_FoldsAsOrdinalIgnoreCaseCompares()
    {
        var folds = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var folded = new byte[TextFold.Room(16)];
        for (var value = 1; value <= 0x10FFFF; value++)
        {
            if (value is >= 0xD800 and <= 0xDFFF)
            {
                continue;
            }

            var text = Nfc.Of(char.ConvertFromUtf32(value)).ToString();
            byte[] plain = [.. Encoding.UTF8.GetBytes(char.ConvertFromUtf32(value)), .. new byte[64]];
            var fold = Encoding.UTF8.GetString(folded.AsSpan(0, TextFold.Fold(plain.AsSpan(0, plain.Length - 64), isAscii: value < 0x80, folded)));
            if (TextFold.CanFold(text))
            {
                Assert.True(folds.TryAdd(text, fold) || folds[text] == fold, $"U+{value:X4}");
                Assert.Equal(fold, Encoding.UTF8.GetString(TextFold.Of(text)));
            }

            Assert.True(texts.TryAdd(fold, text) || string.Equals(texts[fold], text, StringComparison.OrdinalIgnoreCase), $"U+{value:X4}");
        }
    }

    [Theory]
    [InlineData("Stra\u00DFe, \u017Fafe", "STRA\u00DFE, \u017FAFE")]
    [InlineData("e\u0301\u017F caf\u00E9 abcdefghijklmnopqrstuvwxyz{}", "\u00C9\u017F CAF\u00C9 ABCDEFGHIJKLMNOPQRSTUVWXYZ{}")]
    [InlineData("\u0958\u0958\u0958", "\u0915\u093C\u0915\u093C\u0915\u093C")] // longer in NFC
    [InlineData("@[`{a z", "@[`{A Z")]
    public void TextFold_Texts_AreUpperCaseAfterNfc(string text, string upper)
    {
        byte[] plain = [.. Encoding.UTF8.GetBytes(text), .. new byte[64]];
        var folded = new byte[TextFold.Room(plain.Length)];
        Assert.Equal(upper, Encoding.UTF8.GetString(folded.AsSpan(0, TextFold.Fold(plain.AsSpan(0, plain.Length - 64), isAscii: false, folded))));
    }
}
