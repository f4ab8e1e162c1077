namespace Aurion.Engine.Testing;

/// <summary>A canvas did not do what its test wanted, or the test asks for what can't be; the message says what and shows the path that was gone.</summary>
public sealed class CanvasTestException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="CanvasTestException"/> class.</summary>
    /// <param name="message">What was wanted and what happened.</param>
    public CanvasTestException(string message)
        : base(message)
    {
    }
}
