using System.Text.Json.Serialization.Metadata;
using Aurion.Engine.Actions;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine;

/// <summary>Opens a scope for each attempt and reads the parameters into the handler's type.</summary>
internal sealed class ScopedTypedHandler<THandler, TParameters>(IServiceScopeFactory scopes, JsonTypeInfo<TParameters> typeInfo) : IActionHandler, IActionPreview
    where THandler : class, IActionHandler<TParameters>
{
    public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var handler = new TypedActionHandler<TParameters>(scope.ServiceProvider.GetRequiredService<THandler>(), typeInfo);
            return await handler.ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<string?> DescribeAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return scope.ServiceProvider.GetRequiredService<THandler>() is IActionPreview preview
                ? await preview.DescribeAsync(request, cancellationToken).ConfigureAwait(false)
                : null;
        }
    }
}
