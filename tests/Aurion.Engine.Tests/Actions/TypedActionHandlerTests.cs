using System.Text.Json.Serialization;
using Aurion.Engine.Actions;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.Tests.Actions;

public sealed partial class TypedActionHandlerTests
{
    [Theory]
    [InlineData("""{"type":"page","who":"ann","times":2}""", null, "ann×2")]
    [InlineData("""{"type":"page","who":"{{agent}}","times":"{{n}}"}""", null, "bob×3")]
    [InlineData("""{"type":"page","who":"ann","times":"often"}""", "page: The parameters do not fit the action 'page' at $.times.", null)]
    public async Task FireAsync_AHandlerWithParametersOfItsOwn_GetsThemRead(string action, string? error, string? paged)
    {
        var services = new ServiceCollection();
        var log = new List<string>();
        services.AddSingleton(log);
        services.AddAurionEngine(static engine => engine.AddAction<Pager, PageParameters>("page", PagerJson.Default.PageParameters));
        await using var provider = services.BuildServiceProvider();
        var rules = provider.GetRequiredService<RuleEngine>();
        await rules.CreateAsync(
            TenantId.Default, JsonText.Parse($$"""{"name":"n","trigger_event":"e","actions":[{{action}}]}"""), CancellationToken.None);

        var fired = await rules.FireAsync(
            new AutomationEvent { Type = "e", Payload = JsonText.Parse("""{"agent":"bob","n":3}""") }, CancellationToken.None);

        Assert.Equal(error, Assert.Single(fired.Executed).ErrorMessage);
        Assert.Equal(paged is null ? [] : [paged], log);
    }

    [Fact]
    public void AddAction_TypeOfTheEngine_IsRefusedWhereItIsWritten() => Assert.Throws<ArgumentException>(() =>
        new ServiceCollection().AddAurionEngine(static engine => engine.AddAction<Pager, PageParameters>("set_field", PagerJson.Default.PageParameters)));

    public sealed record PageParameters
    {
        [JsonPropertyName("who")]
        public required string Who { get; init; }

        [JsonPropertyName("times")]
        public int Times { get; init; }
    }

    public sealed class Pager(List<string> log) : IActionHandler<PageParameters>
    {
        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, PageParameters parameters, CancellationToken cancellationToken)
        {
            log.Add($"{parameters.Who}×{parameters.Times}");
            return new(ActionResult.Completed());
        }
    }

    [JsonSerializable(typeof(PageParameters))]
    internal sealed partial class PagerJson : JsonSerializerContext;
}
