using Aurion.Engine.Tests.Execution.Driving;
using Xunit.Abstractions;

namespace Aurion.Engine.Sqlite.Tests.Driving;

/// <summary>What the engine's own tests prove in memory, on a SQLite file.</summary>
public sealed class SqliteDrivingTests(ITestOutputHelper output) : StoredDrivingTests(output);
