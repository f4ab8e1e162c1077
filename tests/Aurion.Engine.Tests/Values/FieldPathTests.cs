using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Values;

public sealed class FieldPathTests
{
    [Theory]
    [InlineData("status", "\"open\"")]
    [InlineData("requester.plan", "\"gold\"")]
    [InlineData("items[0].id", "7")]
    [InlineData("items[1][1]", "9")]
    [InlineData("items[2]", null)]
    [InlineData("items[00].id", "7")]
    [InlineData("items.id", null)]
    [InlineData("status.length", null)]
    [InlineData("nobody.name", null)]
    [InlineData("Status", null)]
    [InlineData("a.b", "1")] // the key "a.b" wins over b of a
    [InlineData("a.c", "3")]
    [InlineData("a.b.c", null)] // the key "a.b" was taken: there is no way back
    [InlineData("custom.x.y.z", "5")]
    [InlineData("tags[0]", "6")] // a key that looks like an item
    [InlineData("käse.größe", "8")]
    [InlineData("$steps.my.node.output", "10")]
    public void Find_Path_AnswersTheValue(string path, string? found)
    {
        var root = JsonText.Parse(
            """
            {"status":"open","requester":{"plan":"gold"},"items":[{"id":7},[8,9]],"nobody":null,"a.b":1,"a":{"b":{"c":2},"c":3},
            "custom":{"x.y":{"z":5}},"tags[0]":6,"tags":[0],"käse":{"größe":8},"$steps":{"my.node":{"output":10}}}
            """).Element;
        var value = FieldPath.Parse(path).Find(root);
        Assert.Equal(found, value.ValueKind is JsonValueKind.Undefined ? null : value.GetRawText());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("[1]")]
    [InlineData("null")]
    public void Find_RootWithoutMembers_IsUndefined(string root) =>
        Assert.Equal(JsonValueKind.Undefined, FieldPath.Parse("a.b").Find(JsonText.Parse(root).Element).ValueKind);

    [Theory]
    [InlineData("$vars.total", "$vars", "total")]
    [InlineData("items[0].id", "items", "[0].id")]
    [InlineData("a.b[1][2].c", "a", "b[1][2].c")]
    [InlineData("status", "status", null)]
    public void First_Path_IsItsFirstName(string path, string first, string? rest)
    {
        var parsed = FieldPath.Parse(path);
        Assert.Equal(first, parsed.First);
        Assert.Equal(rest, parsed.Rest?.Text);
    }

    [Fact]
    public void Rest_BeginsWithAPosition_IsFoundInAList()
    {
        var rest = FieldPath.Parse("items[1].x.y").Rest!;
        Assert.Equal("3", rest.Find(JsonText.Parse("""[0,{"x":{"y":3}}]""").Element).GetRawText());
        Assert.Equal("x.y", rest.Rest!.Text);
        Assert.Equal("4", rest.Rest!.Find(JsonText.Parse("""{"x.y":4}""").Element).GetRawText());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" ", "empty")]
    [InlineData(null, "empty")]
    [InlineData("a..b", "empty name at position 2")]
    [InlineData(".a", "empty name at position 0")]
    [InlineData("a.", "empty name at position 2")]
    [InlineData("a[x]", "without a position")]
    [InlineData("a[-1]", "without a position")]
    [InlineData("a[1", "without a position")]
    [InlineData("a[]", "without a position")]
    [InlineData("a[1]b", "without a position")]
    [InlineData("a[99999999999]", "without a position")]
    [InlineData("[0].a", "empty name at position 0")]
    public void TryParse_NoPath_SaysWhy(string? text, string reason)
    {
        Assert.False(FieldPath.TryParse(text, out var path, out var error));
        Assert.Null(path);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_TooLong_IsRefused()
    {
        Assert.False(FieldPath.TryParse(new string('a', 501), out _, out _));
        Assert.False(FieldPath.TryParse(string.Join('.', Enumerable.Repeat("a", 65)), out _, out _));
        Assert.True(FieldPath.TryParse(string.Join('.', Enumerable.Repeat("a", 64)), out _, out _));
    }

    [Fact]
    public void TryParse_HalfASurrogatePair_IsRefused()
    {
        Assert.False(FieldPath.TryParse("a\ud800", out _, out var error));
        Assert.Contains("surrogate", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Equals_SameText_IsEqual()
    {
        Assert.Equal(FieldPath.Parse("a.b"), FieldPath.Parse("a.b"));
        Assert.NotEqual(FieldPath.Parse("a.b"), FieldPath.Parse("a.B"));
        Assert.Throws<FormatException>(() => FieldPath.Parse("a..b"));
    }
}
