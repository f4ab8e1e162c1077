namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>Stands for the end of the process: what was not written is lost.</summary>
internal sealed class CrashException() : Exception("The process died here.");
