namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Kleene's negation, and the way from two values to three.</summary>
internal static class Logic
{
    public static Truth Not(Truth truth) => (Truth)((int)Truth.True - (int)truth);

    public static Truth From(bool holds) => holds ? Truth.True : Truth.False;
}
