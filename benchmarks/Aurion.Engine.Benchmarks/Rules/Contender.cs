namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>One way of finding the rules that match an event.</summary>
/// <param name="name">What the table calls it.</param>
internal abstract class Contender(string name)
{
    public string Name { get; } = name;

    /// <summary>Gets a value indicating whether it decides on rules, so that its answer is compared with the others'.</summary>
    public virtual bool DecidesRules => true;

    /// <summary>Handles one event from its UTF-8 text.</summary>
    /// <param name="number">The event's number, for contenders that have it ready in another form.</param>
    /// <param name="utf8">The event.</param>
    /// <param name="matched">Takes the numbers of the rules that matched, in order, unless <see cref="GetMatched"/> gives them.</param>
    public abstract void Handle(int number, ReadOnlyMemory<byte> utf8, List<int> matched);

    /// <summary>Gets the numbers of the rules that matched, in order, from a list that <see cref="Handle"/> made in its own form.</summary>
    public virtual void GetMatched(List<int> matched)
    {
    }
}
