using Aurion.Engine.Tests.Execution.Driving;

namespace Aurion.Engine.Sqlite.Tests.Driving;

/// <summary>Runs that are paused, retried and limited, on a SQLite file.</summary>
public sealed class SqliteHoldingTests : StoredHoldingTests;
