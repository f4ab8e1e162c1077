using System.Text.Json;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Runs;

public sealed class MarkingTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var marking = new Marking
        {
            Now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(7),
            Status = RunStatus.Waiting,
            Origin = new RunInput.Started
            {
                At = default,
                Run = new RunId("run_7"),
                Tenant = new TenantId("acme"),
                ConversationId = "c\u00e9\"",
                RequestedBy = "ann",
                EventType = "ticket.created",
                Payload = JsonText.EmptyObject,
            },
            Payload = JsonText.Parse("""{ "a" : 1.50 }"""),
            Before = JsonText.Parse("""{"a":1}"""),
            Conversation = JsonText.Parse("""{"b":2}"""),
            Output = JsonText.Null,
            Error = "why",
            Variables = Marking.NoVariables.Add("x.y", JsonText.Parse("[1, 2]")).Add("", JsonText.Null),
            Steps = [new(0, 3, 2, StepStatus.Completed, "out", JsonText.Parse("\"o\""), null), new(1, 0, 1, StepStatus.Failed, null, null, "e")],
            Tokens =
            [
                new(1, 4, 2, 0, new Fork(new Fork(null, 1, 2), 3, 4), 3, new Wait.Result("run_7/n/2", JsonText.Parse("{\"p\": 1}"))),
                new(2, 5, 1, 1, null, 1, new Wait.Until("k", DateTimeOffset.MaxValue)),
                new(3, 5, 2, 0, null, 1, new Wait.Retry("k", new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1), JsonText.EmptyObject)),
                new(4, 6, 1, 0, null, 1, new Wait.Vote("k", new ApprovalId("req_1"), null)),
                new(5, 6, 1, 0, null, 1, new Wait.Vote("k", new ApprovalId("req_1"), DateTimeOffset.UnixEpoch, IsTended: true)),
                new(6, 7, 1, 0, null, 2, new Wait.Pending("k", JsonText.EmptyObject)),
                new(7, 8, 0, 0, null, 1, new Wait.Held("k", 1)),
                new(8, 8, 0, 0, null, 1, new Wait.Held("k", null)),
                new(9, 8, 3, 0, null, 1, null),
                new(10, 9, 1, 0, null, 1, new Wait.Inside("k", 4, DateTimeOffset.UnixEpoch.AddTicks(3))),
                new(11, 9, 1, 3, null, 1, new Wait.Inside("k", 5, null)),
                new(12, 10, 1, 0, new Fork(null, 1, 1), 1, new Wait.Siblings("k", 2)),
                new(13, 10, 1, 0, null, 1, new Wait.Siblings("k", -1)),
            ],
            Fired = [new(10, 1, 0, 1, 1), new(11, 2, 3, -1, 0)],
            Scopes =
            [
                new(1, 9, 1, 0) { Owner = 10, Items = JsonText.Parse("[1, {}]"), Started = 2, Finished = 1, Outputs = [null, JsonText.Parse("\"o\"")], Closing = new ScopeClosing(ScopeEnd.Error, "why") },
                new(3, 9, 2, 1) { Index = 1, Variables = Marking.NoVariables.Add("a", JsonText.Parse("[1, 2]")), Output = JsonText.EmptyObject },
                new(4, 9, 1, 3) { IsClosed = true, Completed = [new(7, 3, 2, "out", JsonText.Parse("1")), new(9, 3, 1, null, null)], Closing = new ScopeClosing(ScopeEnd.Cancelled, null) },
                new(5, 9, 1, 3) { Owner = 11, Closing = new ScopeClosing(ScopeEnd.Timeout, "late") },
            ],
            LastScope = 6,
            LastToken = 13,
            Recorded = 99,
        };

        var read = Marking.Read(TestRun.Write(marking));

        Assert.Equal(TestRun.Text(marking), TestRun.Text(read));
        Assert.Equal(marking.Tokens.AsEnumerable(), read.Tokens);
        Assert.Equal(marking.Fired.AsEnumerable(), read.Fired);
        Assert.Equal(marking.Steps.AsEnumerable(), read.Steps);
        Assert.Equal(marking.Variables.AsEnumerable(), read.Variables);
        Assert.Equal(
            (marking.Now, marking.Status, marking.Run, marking.Tenant, marking.ConversationId, marking.RequestedBy, marking.EventType),
            (read.Now, read.Status, read.Run, read.Tenant, read.ConversationId, read.RequestedBy, read.EventType));
        Assert.Equal((marking.Payload, marking.Before, marking.Conversation, marking.Output), (read.Payload, read.Before, read.Conversation, read.Output));
        Assert.Equal((marking.Error, marking.LastToken, marking.Recorded, marking.Now.Offset), (read.Error, read.LastToken, read.Recorded, read.Now.Offset));
        Assert.Equal(
            marking.Scopes.Select(static scope => (scope with { Outputs = [], Completed = [] }).ToString()),
            read.Scopes.Select(static scope => (scope with { Outputs = [], Completed = [] }).ToString()));
        Assert.Equal(marking.Scopes.SelectMany(static scope => scope.Outputs), read.Scopes.SelectMany(static scope => scope.Outputs));
        Assert.Equal(marking.Scopes.SelectMany(static scope => scope.Completed), read.Scopes.SelectMany(static scope => scope.Completed));
        Assert.Equal(marking.LastScope, read.LastScope);
        Assert.Equal(marking.Tokens[9].Wait!.DueAt, read.NextDue);
    }

    [Fact]
    public void Read_TheLeastThatWasEverWritten_IsARunThatHasNotBegun()
    {
        var read = Marking.Read("""{"format":1,"now":"2026-01-01T00:00:00+00:00","variables":{"a":1}}"""u8);

        Assert.Equal((RunStatus.Pending, "1", null), (read.Status, read.Variables["a"].ToString(), read.NextDue));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"format":2}""")]
    [InlineData("""{"format":1,"status":"asleep"}""")]
    [InlineData("""{"format":1,"steps":[{"node":1,"status":"lost"}]}""")]
    [InlineData("""{"format":1,"tokens":[{}]}""")]
    [InlineData("""{"format":1,"tokens":7}""")]
    [InlineData("""{"format":1,"tokens":[{"id":1,"node":1,"wait":"luck","key":"k"}]}""")]
    [InlineData("""{"format":1,"now":"noon"}""")]
    [InlineData("""{"format":1,"scopes":[{"id":1}]}""")]
    [InlineData("""{"format":1,"scopes":[{"id":1,"node":2,"closing":"slowly"}]}""")]
    public void Read_WhatIsNoMarkingOfOurs_IsAJsonException(string text) =>
        Assert.ThrowsAny<JsonException>(() => Marking.Read(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Read_EnteredEventWithoutWarnings_HasNone()
    {
        var read = (RunEvent.NodeEntered)StoredFormat.Read<RunEvent>("""{"event":"entered","key":"k","node_id":"n","node_type":"end"}"""u8);

        Assert.Empty(read.Warnings);
    }

    [Fact]
    public void WriteTo_DeepestPayload_CanBeReadAgain()
    {
        var marking = new Marking { Payload = JsonText.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 63)) + "{}" + new string('}', 63)) };

        Assert.Equal(marking.Payload, Marking.Read(TestRun.Write(marking)).Payload);
    }

    [Fact]
    public void WriteTo_RunThatWaitsForAPerson_IsSmall()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"ok","type":"approval","config":{"title":"?","approvers":["role:admin"]}}],"edges":[{"from":"t","to":"ok"}]}""").Start();

        Assert.InRange(TestRun.Write(run.Marking).Length, 1, 400);
    }
}
