using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Templates;
using Aurion.Engine.Execution;
using Aurion.Engine.Values;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>More planted faults: behind forks, in containers, by votes and loops; and what must be proved: the templates, a wide canvas.</summary>
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    public static TheoryData<string, string, string, string, string> Faults => new()
    {
        // A join that starves behind two nested forks.
        { """do:s1,do:s2,do:x,do:y,condition:c,join-all:j,join:k""", "t>s1 s1>s2 s1>y s2>x s2>c c:true>j x>j j>k y>k", "join_starved", "j", "c:false" },
        { """do:s,do:a,approval:p,join-all:j""", "t>s s>a s>p a>j p:approved>j", "join_starved", "j", "p:rejected" },
        { """do:s,do:a,condition:b,condition:c,join-two:j""", "t>s s>b s>c b:true>j c:true>j", "join_starved", "j", "false" },
        { """condition:c,condition:d,do:a""", "t>c c:true>a c:false>d d:true>a d:false>c", "endless_loop", "c", "c:false → d:false → c" },
        { """do:a,do:b,do:c""", "t>a a>b b>c c>a", "endless_loop", "a", "t → a" },
        { """do:s,do:a,do:b,do:m,do:z""", "t>s s>a s>b a>m b>m m>z", "doubled_token", "m", "m" },
        { """do:s,do:a,do:b,delay:w""", "t>s s>a s>b a>w w>s", "unbounded_tokens", "b", "s" },
    };

    public static TheoryData<string> Templates => [.. BuiltInTemplates.All.Select(static template => template.Id)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Run_OnPlantedFault_NamesNodeAndWay(string nodes, string edges, string code, string node, string part)
    {
        var report = SoundnessCheck.Run(new TestRun(Canvas(nodes, edges)).Graph);

        output.WriteLine(string.Join('\n', report.Findings.Select(static finding => $"{finding.Severity} {finding.Code}: {finding.Message} {finding.Suggestion}")));
        var finding = Assert.Single(report.Findings, finding => finding.Code == code);
        Assert.Equal(node, finding.NodeId);
        Assert.Contains(part, string.Join(" → ", finding.Trace), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_WayOutOfAContainer_IsAnError()
    {
        var findings = CanvasValidator.Validate(
            CanvasDefinition.Parse(JsonText.Parse("""{"nodes":[{"id":"t","type":"trigger"},{"id":"s","type":"scope"},{"id":"a","type":"set","config":{"assign":{"v":1}},"parent_id":"s"},{"id":"z","type":"end"}],"edges":[{"from":"t","to":"s"},{"from":"a","to":"z"}]}""")), null, ActionCatalog.BuiltIn);

        Assert.Equal("edge_across_border", Assert.Single(findings, static finding => finding.Severity is FindingSeverity.Error).Code);
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void Run_OnTemplate_ProvesIt(string id)
    {
        var report = SoundnessCheck.Run(new TestRun(BuiltInTemplates.Find(id)!.Canvas).Graph);

        output.WriteLine($"{id}: {report.Verdict}, {report.States} states, {string.Join(' ', report.Findings.Select(static finding => finding.Message))}");
        Assert.Equal(SoundnessVerdict.Sound, report.Verdict);
    }

    [Fact]
    public void Run_OnWideCanvas_ProvesIt()
    {
        const int wide = 30;

        // Each branch asks, may fail, and ends or comes to the join.
        var nodes = string.Join(',', Enumerable.Range(0, wide).Select(static at => $"condition:c{at},do:a{at}"));
        var edges = string.Join(' ', Enumerable.Range(0, wide).Select(static at => $"s>c{at} c{at}:true>a{at} a{at}>j"));

        var report = SoundnessCheck.Run(new TestRun(Canvas($"do:s,join:j,do:z,{nodes}", $"t>s {edges} j>z")).Graph);

        output.WriteLine($"{wide} branches, {(2 * wide) + 4} nodes: {report.Verdict}, {report.States} states, {report.CutOff}");
        Assert.Equal(SoundnessVerdict.Sound, report.Verdict);
    }

    private static string Canvas(string nodes, string edges)
    {
        var written = nodes.Split(',').Select(static node => node.Split(':')).Select(static node => $$"""{"id":"{{node[1]}}",{{Kind(node[0])}}}""");
        var drawn = edges.Split(' ').Select(static edge => edge.Split('>')).Select(static edge => (From: edge[0].Split(':'), To: edge[1]))
            .Select(static edge => $$"""{"from":"{{edge.From[0]}}","to":"{{edge.To}}"{{(edge.From.Length == 1 ? string.Empty : $",\"condition\":\"{edge.From[1]}\"")}}}""");
        return $$"""{"nodes":[{"id":"t","type":"trigger"},{{string.Join(',', written)}}],"edges":[{{string.Join(',', drawn)}}]}""";
    }

    private static string Kind(string kind) => kind switch
    {
        "do" => "\"type\":\"action\",\"config\":{\"type\":\"x\"}",
        "condition" => "\"type\":\"condition\",\"config\":{\"field\":\"n\",\"operator\":\"equals\",\"value\":1}",
        "approval" => "\"type\":\"approval\",\"config\":{\"approvers\":[\"role:a\"]}",
        "delay" => "\"type\":\"delay\",\"config\":{\"duration\":\"P1D\"}",
        "join-all" => "\"type\":\"join\",\"config\":{\"mode\":\"all\"}",
        "join-two" => "\"type\":\"join\",\"config\":{\"mode\":\"n\",\"n\":2}",
        _ => "\"type\":\"join\"",
    };
}
