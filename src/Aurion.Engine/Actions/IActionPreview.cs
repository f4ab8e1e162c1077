namespace Aurion.Engine.Actions;

/// <summary>Says what a handler would do. Implemented by a handler of the host beside <see cref="IActionHandler"/>, where parameters alone do not tell people enough.</summary>
/// <remarks>
/// <para>Called by dry runs alone, once for each planned action, after the run was tried. It must have no effect.</para>
/// <para>It comes from a scope of its own, as the handler does. An exception is a warning of the dry run and no more.</para>
/// </remarks>
public interface IActionPreview
{
    /// <summary>Describes what would be done.</summary>
    /// <param name="request">The attempt that would be made, placeholders resolved; it has no run and no completion token.</param>
    /// <param name="cancellationToken">Signalled when the dry run is given up.</param>
    /// <returns>A sentence or two for people, such as "Sends 'Welcome' to mina@example.com"; null says nothing.</returns>
    ValueTask<string?> DescribeAsync(ActionRequest request, CancellationToken cancellationToken);
}
