using Aurion.Engine.Tests.Execution.Driving;
using Xunit.Abstractions;

namespace Aurion.Engine.Sqlite.Tests.Driving;

/// <summary>What runs and the world say to each other, on a SQLite file.</summary>
public sealed class SqliteSignalTests(ITestOutputHelper output) : StoredSignalTests(output);
