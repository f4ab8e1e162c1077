using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aurion.Engine.Actions;

/// <summary>Reads the parameters into a type of the host and calls the typed handler.</summary>
/// <typeparam name="TParameters">What the parameters are read into.</typeparam>
internal sealed class TypedActionHandler<TParameters>(IActionHandler<TParameters> handler, JsonTypeInfo<TParameters> typeInfo) : IActionHandler
{
    public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        TParameters? parameters;
        try
        {
            parameters = JsonSerializer.Deserialize(request.Parameters.Utf8.Span, typeInfo);
        }
        catch (JsonException exception)
        {
            return ValueTask.FromResult(ActionResult.Failed($"The parameters do not fit the action '{request.Type}' at {exception.Path ?? "$"}."));
        }

        return parameters is null
            ? ValueTask.FromResult(ActionResult.Failed($"The action '{request.Type}' needs parameters."))
            : handler.ExecuteAsync(request, parameters, cancellationToken);
    }
}
