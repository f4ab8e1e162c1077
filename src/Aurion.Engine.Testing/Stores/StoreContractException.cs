namespace Aurion.Engine.Testing.Stores;

/// <summary>A store broke its contract; the message is a sentence that says how.</summary>
public sealed class StoreContractException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="StoreContractException"/> class.</summary>
    /// <param name="message">What the store did and what it must do.</param>
    public StoreContractException(string message)
        : base(message)
    {
    }

    /// <summary>Throws when a store broke its contract.</summary>
    /// <param name="broken">Whether it did.</param>
    /// <param name="message">What the store did and what it must do.</param>
    /// <exception cref="StoreContractException"><paramref name="broken"/> is true.</exception>
    public static void ThrowIf(bool broken, string message)
    {
        if (broken)
        {
            throw new StoreContractException(message);
        }
    }
}
