using Aurion.Engine.AspNetCore.Errors;

namespace Aurion.Engine.AspNetCore.Bodies;

/// <summary>How much of a request body is read, and what is answered past it.</summary>
/// <param name="Bytes">The most bytes of the body, after transfer and content decoding.</param>
/// <param name="Exceeded">The answer to a larger one.</param>
internal sealed record BodyLimit(int Bytes, Refusal Exceeded)
{
    /// <summary>The most bytes of a canvas's own JSON text: 5 MiB.</summary>
    public const int CanvasBytes = 5_242_880;

    private const int MiB = 1_048_576;

    /// <summary>Gets the limit of bodies without a canvas: 1 MiB.</summary>
    public static BodyLimit Plain { get; } = new(MiB, Refusal.TooLarge("The request body exceeds the limit of 1 MiB"));

    /// <summary>Gets the limit of bodies with a canvas: the canvas's own and 1 MiB for what stands around it.</summary>
    public static BodyLimit WithCanvas { get; } = new(CanvasBytes + MiB, Refusal.CanvasTooLarge);
}
