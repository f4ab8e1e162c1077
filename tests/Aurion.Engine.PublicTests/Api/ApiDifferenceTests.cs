namespace Aurion.Engine.PublicTests.Api;

public sealed class ApiDifferenceTests
{
    private const string Approved = """
        namespace Aurion.Engine
        {
            public sealed class Facade
            {
                public int One { get; }
                public void Start() { }
            }
            public sealed class Other
            {
                public int One { get; }
            }
        }
        """;

    [Fact]
    public void Describe_SameText_IsNull() => Assert.Null(ApiDifference.Describe(Approved, Approved.ReplaceLineEndings("\r\n")));

    [Fact]
    public void Describe_MemberGone_NamesItAndItsType()
    {
        var difference = ApiDifference.Describe(Approved, Approved.Replace("        public void Start() { }\n", string.Empty, StringComparison.Ordinal));

        Assert.Contains("Gone", difference, StringComparison.Ordinal);
        Assert.Contains("in public sealed class Facade", difference, StringComparison.Ordinal);
        Assert.Contains("- public void Start() { }", difference, StringComparison.Ordinal);
        Assert.DoesNotContain("New", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_OneOfTwinsGone_IsSeen()
    {
        var at = Approved.LastIndexOf("        public int One { get; }\n", StringComparison.Ordinal);

        Assert.Contains("- public int One { get; }", ApiDifference.Describe(Approved, Approved[..at] + Approved[(at + 32)..]), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_MemberNew_IsSeen() =>
        Assert.Contains(
            "+ public void Stop() { }",
            ApiDifference.Describe(Approved, Approved.Replace("Start() { }", "Start() { }\n        public void Stop() { }", StringComparison.Ordinal)),
            StringComparison.Ordinal);
}
