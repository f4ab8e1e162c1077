using Aurion.Engine.Tests.Execution.Driving;
using Xunit.Abstractions;

namespace Aurion.Engine.PostgreSql.Tests.Driving;

/// <summary>What the engine's own tests prove in memory, on PostgreSQL.</summary>
public sealed class PostgreSqlDrivingTests(ITestOutputHelper output) : StoredDrivingTests(output);
