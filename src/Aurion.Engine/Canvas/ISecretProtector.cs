namespace Aurion.Engine.Canvas;

/// <summary>Keeps secrets unreadable in the store: implemented by the host, for example on ASP.NET Core's Data Protection.</summary>
/// <remarks>One instance serves everything, so it must be safe for concurrent use. What it throws fails the call that needed the secret.</remarks>
public interface ISecretProtector
{
    /// <summary>Makes a secret unreadable.</summary>
    /// <param name="secret">The secret.</param>
    /// <returns>What is stored in its place.</returns>
    string Protect(string secret);

    /// <summary>Makes a stored secret readable.</summary>
    /// <param name="stored">What <see cref="Protect"/> answered, maybe years ago.</param>
    /// <returns>The secret.</returns>
    string Unprotect(string stored);
}
