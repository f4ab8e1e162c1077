using FsCheck.Xunit;

namespace Aurion.Engine.PostgreSql.Tests;

public sealed class StoredTextTests
{
    /// <summary>Whatever UTF-16 units a text is made of, it comes back as it was and is text that PostgreSQL can hold.</summary>
    [Property(MaxTest = 500)]
    public bool Read_AnyUnits_IsTheText(ushort[] units, bool odd)
    {
        var text = new string(Array.ConvertAll(units, unit => (char)(odd ? new ushort[] { 0, 0xd800, 0xdc00, 0xffff, 'a' }[unit % 5] : unit)));
        var stored = StoredText.Of(text);
        return StoredText.Read(stored) == text && !stored.Contains('\0', StringComparison.Ordinal) && new System.Text.UTF8Encoding(false, true).GetByteCount(stored) >= 0;
    }

    /// <summary>Keys of any length fit into an index, and different ones stay different.</summary>
    [Property(MaxTest = 200)]
    public bool Key_AnyLength_IsBoundedAndUnique(char unit, ushort length)
    {
        var (one, other) = (new string(unit, length) + "a", new string(unit, length) + "b");
        return System.Text.Encoding.UTF8.GetByteCount(StoredText.Key(one)) <= 700 && StoredText.Key(one) != StoredText.Key(other) && StoredText.Key(one) == StoredText.Key(one);
    }
}
