using Aurion.Engine.Tests.Execution.Driving;
using Xunit.Abstractions;

namespace Aurion.Engine.Sqlite.Tests.Driving;

/// <summary>AI automation, on a SQLite file.</summary>
public sealed class SqliteDeskTests(ITestOutputHelper output) : StoredDeskTests(output);
