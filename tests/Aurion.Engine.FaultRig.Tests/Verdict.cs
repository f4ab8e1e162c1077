using System.Globalization;

namespace Aurion.Engine.FaultRig.Tests;

/// <summary>What the database and the oracle say against each other.</summary>
internal sealed record Verdict
{
    public required int Runs { get; init; }

    public required int Faults { get; init; }

    /// <summary>Gets the starts that were answered and whose run is not there.</summary>
    public required int Lost { get; init; }

    /// <summary>Gets the runs that did not complete.</summary>
    public required int Stuck { get; init; }

    /// <summary>Gets the runs with a step recorded twice, a gap, or a second run under the same key.</summary>
    public required int DoublyApplied { get; init; }

    /// <summary>Gets the steps that are recorded as done and that no handler was called for, or under another key.</summary>
    public required int NeverPerformed { get; init; }

    /// <summary>Gets the handler calls beyond one for a step: allowed, under the same key.</summary>
    public required int Repeated { get; init; }

    public bool IsClean => (Lost, Stuck, DoublyApplied, NeverPerformed) is (0, 0, 0, 0);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Runs:N0} runs, {Faults:N0} faults: lost {Lost}, stuck {Stuck}, doubly applied {DoublyApplied}, never performed {NeverPerformed}; handlers called again under their key {Repeated}");
}
