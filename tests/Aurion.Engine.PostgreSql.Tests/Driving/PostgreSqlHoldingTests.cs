using Aurion.Engine.Tests.Execution.Driving;

namespace Aurion.Engine.PostgreSql.Tests.Driving;

/// <summary>Runs that are paused, retried and limited, on PostgreSQL.</summary>
public sealed class PostgreSqlHoldingTests : StoredHoldingTests;
