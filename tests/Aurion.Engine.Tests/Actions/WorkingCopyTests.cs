using Aurion.Engine.Actions;
using Aurion.Engine.Values;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Actions;

public sealed class WorkingCopyTests
{
    private static readonly string[] Paths = ["a", "b", "a.b", "a.c", "a.b.c", "b[0]", "b[1].x", "a.b.d", "c.d"];
    private static readonly string[] Values = ["1", "null", "\"t\"", "{}", "{\"b\":{\"c\":1}}", "[1,{\"x\":2}]", "true"];
    private static readonly string[] Payloads =
        ["{}", "{\"a\":{\"b\":1}}", "{\"a.b\":1}", "{\"b\":[0,{\"x\":1}]}", "{\"a\":\"t\",\"b\":[[]]}", "{\"a\":{\"b.c\":5,\"b\":{}}}"];

    [Fact]
    public void Set_WhereTheConversationIsKnown_BuildsOnItsValueAndShowsTheChange()
    {
        var copy = new WorkingCopy(JsonText.Parse("""{"subject":"x"}"""), JsonText.Parse("""{"tags":["kept"],"status":"open"}"""));

        var outcome = FieldActions.Apply(copy, "add_tag", JsonText.Parse("""{"tag":"new"}""").Element);

        Assert.Equal(FieldActionStatus.Changed, outcome.Status);
        Assert.Equal("""["kept","new"]""", Assert.Single(copy.Changes).Value.ToString());
        Assert.Equal("""{"subject":"x","tags":["kept","new"]}""", copy.Payload.ToString());
        Assert.Equal("open", copy.Find(FieldPath.Parse("$conversation.status")).GetString());
    }

    [Fact]
    public void Set_WhatTheConversationHasAlready_IsUnchangedButShown()
    {
        var copy = new WorkingCopy(JsonText.Parse("""{"status":"new"}"""), JsonText.Parse("""{"status":"open"}"""));

        Assert.Equal(FieldActionStatus.Unchanged, copy.Set(FieldPath.Parse("status"), JsonText.Parse("\"open\"")).Status);

        Assert.Empty(copy.Changes);
        Assert.Equal("open", copy.Find(FieldPath.Parse("status")).GetString());
    }

    [Fact]
    public void FindBefore_AfterAChange_IsTheValueAtTheStart()
    {
        var copy = new WorkingCopy(JsonText.Parse("""{"status":"open","priority":"high","previous":{"status":"new"}}"""));
        copy.Set(FieldPath.Parse("status"), JsonText.Parse("\"closed\""));
        copy.Set(FieldPath.Parse("priority"), JsonText.Parse("\"low\""));

        Assert.Equal("new", copy.FindBefore(FieldPath.Parse("status")).GetString());
        Assert.Equal("high", copy.FindBefore(FieldPath.Parse("priority")).GetString());
        Assert.Equal("closed", copy.Find(FieldPath.Parse("status")).GetString());
    }

    /// <summary>The changes are what the host gets: applying them in order to the start must give what conditions saw.</summary>
    [Property(MaxTest = 500)]
    public Property Changes_AppliedToTheStartInOrder_GiveTheCopy() =>
        Prop.ForAll(Writes(), writes =>
        {
            var (payload, sets) = writes;
            var copy = new WorkingCopy(JsonText.Parse(payload));
            foreach (var (path, value) in sets)
            {
                copy.Set(FieldPath.Parse(path), JsonText.Parse(value));
            }

            var host = JsonText.Parse(payload);
            foreach (var change in copy.Changes)
            {
                if (!FieldWriter.TrySet(host.Element, FieldPath.Parse(change.Field), change.Value, out var written, out _))
                {
                    return false;
                }

                host = written;
            }

            return System.Text.Json.JsonElement.DeepEquals(copy.Payload.Element, host.Element)
                && copy.Changes.Select(static change => change.Field).Distinct().Count() == copy.Changes.Length;
        });

    [Property(MaxTest = 500)]
    public Property Set_ThatIsChanged_IsFoundAgain() =>
        Prop.ForAll(Writes(), writes =>
        {
            var (payload, sets) = writes;
            var copy = new WorkingCopy(JsonText.Parse(payload));
            return sets.All(set =>
            {
                var path = FieldPath.Parse(set.Path);
                var outcome = copy.Set(path, JsonText.Parse(set.Value));
                return outcome.Status is not FieldActionStatus.Changed || copy.Find(path).GetRawText() == set.Value;
            });
        });

    private static Arbitrary<(string Payload, (string Path, string Value)[] Sets)> Writes() =>
        (from payload in Gen.Elements(Payloads)
         from sets in (from path in Gen.Elements(Paths) from value in Gen.Elements(Values) select (path, value)).ArrayOf()
         select (payload, sets)).ToArbitrary();
}
