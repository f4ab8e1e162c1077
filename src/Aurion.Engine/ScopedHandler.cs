using Aurion.Engine.Actions;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine;

/// <summary>Opens a scope for each attempt, so that a handler may use scoped services.</summary>
internal sealed class ScopedHandler<THandler>(IServiceScopeFactory scopes) : IActionHandler, IActionPreview
    where THandler : class, IActionHandler
{
    public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await scope.ServiceProvider.GetRequiredService<THandler>().ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
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
