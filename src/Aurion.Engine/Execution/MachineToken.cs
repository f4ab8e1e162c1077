using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>A token while a decision moves it. Ended ones keep their slot, without a node, until the decision is over.</summary>
internal struct MachineToken
{
    public const int Ended = -1;

    public int Id;
    public int Node;
    public int Visit;
    public int Scope;
    public Fork? Fork;
    public int Attempt;
    public Wait? Wait;

    public MachineToken(Token token)
    {
        Stored = token;
        Id = token.Id;
        Node = token.Node;
        Visit = token.Visit;
        Scope = token.Scope;
        Fork = token.Fork;
        Attempt = token.Attempt;
        Wait = token.Wait;
    }

    /// <summary>Gets the token as it came from the marking; null for one that is new.</summary>
    public Token? Stored { get; }

    public readonly Token ToToken() =>
        Stored is { } stored && stored.Node == Node && stored.Visit == Visit && stored.Attempt == Attempt && ReferenceEquals(stored.Wait, Wait) && ReferenceEquals(stored.Fork, Fork)
            ? stored
            : new Token(Id, Node, Visit, Scope, Fork, Attempt, Wait);
}
