using System.Text.RegularExpressions;
using Npgsql;

namespace Aurion.Engine.PostgreSql;

/// <summary>How the stores use their database.</summary>
public sealed partial class PostgreSqlOptions
{
    /// <summary>Gets or sets the connection string, for example <c>Host=localhost;Database=helpdesk;Username=app</c>. It must lead to the primary, never to a replica.</summary>
    /// <remarks>
    /// <para>The writer and the listener keep a connection each for as long as the stores are open; reads take theirs from the pool. A pooler in between must keep sessions
    /// together, not only transactions.</para>
    /// <para>Of several hosts, the one that takes writes is used.</para>
    /// </remarks>
    public string? ConnectionString { get; set; }

    /// <summary>Gets or sets the host's own data source, which brings what a connection string can't hold: passwords that change, certificates, logging.</summary>
    /// <value>The default is null: one is made of <see cref="ConnectionString"/>, which is not read otherwise. The host's own is left open when the stores are closed.</value>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>Gets or sets the schema that holds the engine's tables and functions; it is made where there is none. Small letters, digits and underscores, at most 48.</summary>
    /// <value>The default is <c>aurion</c>.</value>
    public string Schema { get; set; } = "aurion";

    /// <summary>Gets or sets the longest wait before a look for work of other nodes that did not announce it. While nothing comes, waits grow from an eighth up to this.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the most operations that one transaction takes, at least 1.</summary>
    /// <value>The default is 128.</value>
    public int MaxBatch { get; set; } = 128;

    /// <summary>Gets or sets for how long a call tries again when the connection is lost or the server is not there, before it fails. Zero fails at once.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long a group of writes waits for somebody else's transaction, such as a host's own, before it goes on without the write that is held up. At least 1 millisecond.</summary>
    /// <value>The default is 250 milliseconds. The write that is held up waits on, by itself, for at most the connection's command timeout.</value>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">One is outside its limits.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PollInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryFor, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LockTimeout, TimeSpan.FromMilliseconds(1));
        if (!SchemaName().IsMatch(Schema))
        {
            throw new ArgumentException($"The schema '{Schema}' must begin with a small letter and have small letters, digits and underscores only, at most 48.");
        }

        if (DataSource is null && string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(ConnectionString).Host))
        {
            throw new ArgumentException("The connection string names no host, and there is no data source.");
        }
    }

    /// <summary>Makes the data source that <see cref="ConnectionString"/> describes.</summary>
    internal NpgsqlDataSource MakeDataSource()
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        builder.ApplicationName ??= "Aurion.Engine";
        if (!builder.ContainsKey("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = 64;
            builder.AutoPrepareMinUsages = 2;
        }

        var source = new NpgsqlDataSourceBuilder(builder.ConnectionString);
        return builder.Host!.Contains(',', StringComparison.Ordinal)
            ? source.BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite)
            : source.Build();
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,47}$", RegexOptions.NonBacktracking)]
    private static partial Regex SchemaName();
}
