using Aurion.Engine.Runs;

namespace Aurion.Engine.Tests.Canvas;

/// <summary>One way through a template.</summary>
/// <param name="Shows">What can be seen in it.</param>
/// <param name="Path">The nodes that are entered.</param>
/// <param name="Options">What happens.</param>
/// <param name="Ends">How it ends.</param>
internal sealed record TemplateTrial(string Shows, string Path, DryRunOptions Options, RunStatus Ends = RunStatus.Completed);
