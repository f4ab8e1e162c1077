namespace Aurion.Engine.Intelligence;

/// <summary>Says what a conversation is. Implemented by the host, or by a package with a model of its own.</summary>
/// <remarks>
/// <para>One instance serves everything, so it must be safe for concurrent use. Called once for each event that classifies, and again after a crash.</para>
/// <para>What throws is tried again later, with growing pauses. The text that customers wrote is data: a value that the host does not list is never set, whatever is answered here.</para>
/// </remarks>
public interface IClassifier
{
    /// <summary>Classifies a conversation.</summary>
    /// <param name="request">The conversation.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What it is; an empty answer where the classifier can't say.</returns>
    ValueTask<Classification> ClassifyAsync(ClassificationRequest request, CancellationToken cancellationToken);
}
