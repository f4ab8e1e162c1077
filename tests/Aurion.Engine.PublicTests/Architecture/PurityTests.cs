namespace Aurion.Engine.PublicTests.Architecture;

public sealed class PurityTests
{
    private const string Token = "namespace Aurion.Engine.Runs; internal sealed record Token(int Id);";

    [Fact]
    public void Execution_OutsideDriving_IsPure() => Rules.AssertNone(Purity.ImpureExecution(Codebase.Sources));

    [Theory]
    [InlineData("object X(TimeProvider time) => time.GetUtcNow();")]
    [InlineData("object X() => DateTimeOffset.UtcNow;")]
    [InlineData("object X() => System.Guid.NewGuid();")]
    [InlineData("object X() => new Random(1).Next();")]
    [InlineData("Task X() => Task.CompletedTask;")]
    [InlineData("async void X() { }")]
    [InlineData("object X() => System.Environment.TickCount64;")]
    [InlineData("object X(ValueTask<int> y) => y.Result;")]
    public void ImpureExecution_ClockIdRandomOrTask_IsSeen(string planted) =>
        Rules.AssertSome(Purity.ImpureExecution(Planted("src/Aurion.Engine/Execution/Nodes/X.cs", planted)));

    [Theory]
    [InlineData("src/Aurion.Engine/Execution/Nodes/X.cs", "object X(DateTimeOffset now) => now.AddDays(1);")]
    [InlineData("src/Aurion.Engine/Execution/Driving/X.cs", "async Task X(TimeProvider time) => await Task.Delay(default, time);")]
    public void ImpureExecution_PureOrDriving_IsFine(string path, string planted) => Rules.AssertNone(Purity.ImpureExecution(Planted(path, planted)));

    [Fact]
    public void Tokens_AreMovedByTheMachineAlone() => Rules.AssertNone(Purity.TokensMovedElsewhere(Codebase.Sources));

    [Theory]
    [InlineData("object X() => new Aurion.Engine.Runs.Token(1);")]
    [InlineData("Aurion.Engine.Runs.Token X() => new(1);")]
    [InlineData("object X(Aurion.Engine.Runs.Token token) => token with { Id = 2 };")]
    public void TokensMovedElsewhere_Elsewhere_IsSeen(string planted)
    {
        Rules.AssertSome(Purity.TokensMovedElsewhere(Planted("src/Aurion.Engine/Execution/Nodes/X.cs", planted)));
        Rules.AssertNone(Purity.TokensMovedElsewhere(Planted("src/Aurion.Engine/Execution/Machine.cs", planted)));
    }

    private static Codebase Planted(string path, string member) => Codebase.Of(
        ("src/Aurion.Engine/Runs/Token.cs", Token), (path, $"namespace Aurion.Engine.Planted; class Planted {{ {member} }}"));
}
