namespace Aurion.Engine.Storage;

/// <summary>Something that the engine stands on is broken: a store that can't be reached, a document that can't be read.</summary>
public sealed class AurionEngineException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="AurionEngineException"/> class.</summary>
    /// <param name="message">What is broken, for people.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public AurionEngineException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
