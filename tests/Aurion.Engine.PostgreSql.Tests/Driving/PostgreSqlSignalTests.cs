using Aurion.Engine.Tests.Execution.Driving;
using Xunit.Abstractions;

namespace Aurion.Engine.PostgreSql.Tests.Driving;

/// <summary>What runs and the world say to each other, on PostgreSQL.</summary>
public sealed class PostgreSqlSignalTests(ITestOutputHelper output) : StoredSignalTests(output);
