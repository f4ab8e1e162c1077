using Aurion.Engine.Tests.Execution.Driving;
using Xunit.Abstractions;

namespace Aurion.Engine.PostgreSql.Tests.Driving;

/// <summary>AI automation, on PostgreSQL.</summary>
public sealed class PostgreSqlDeskTests(ITestOutputHelper output) : StoredDeskTests(output);
