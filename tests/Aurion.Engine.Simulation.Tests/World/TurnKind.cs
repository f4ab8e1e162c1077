namespace Aurion.Engine.Simulation.Tests.World;

internal enum TurnKind
{
    /// <summary>A call on its way to a store: it may get lost, and then has no effect.</summary>
    Request,

    /// <summary>The answer on its way back: it may get lost, and the effect is there.</summary>
    Answer,

    /// <summary>A handler at work.</summary>
    Handler,

    /// <summary>A client that is about to ask.</summary>
    Client,

    /// <summary>A call that arrives once more, late, and whose answer nobody hears.</summary>
    Repeat,
}
