using System.Diagnostics.CodeAnalysis;
using Aurion.Engine;
using Aurion.Engine.PostgreSql;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps everything in a PostgreSQL database.</summary>
public static class PostgreSqlAurionEngineBuilderExtensions
{
    /// <summary>Keeps runs, events, messages, approvals and documents in a schema of a PostgreSQL database, made or brought up to date on first use, and closed with the container.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="connectionString">The connection string, for example <c>Host=localhost;Database=helpdesk;Username=app</c>.</param>
    /// <param name="configure">Changes further options; null keeps them.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is outside its limits, or the connection string can't be read.</exception>
    public static AurionEngineBuilder UsePostgreSql(this AurionEngineBuilder engine, string connectionString, Action<PostgreSqlOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return UsePostgreSql(engine, new PostgreSqlOptions { ConnectionString = connectionString }, configure);
    }

    /// <summary>Keeps runs, events, messages, approvals and documents in a schema of a PostgreSQL database that the host's own data source leads to.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="dataSource">The host's data source; it is left open.</param>
    /// <param name="configure">Changes further options; null keeps them.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is outside its limits.</exception>
    public static AurionEngineBuilder UsePostgreSql(this AurionEngineBuilder engine, NpgsqlDataSource dataSource, Action<PostgreSqlOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(dataSource);
        return UsePostgreSql(engine, new PostgreSqlOptions { DataSource = dataSource }, configure);
    }

    private static AurionEngineBuilder UsePostgreSql(AurionEngineBuilder engine, PostgreSqlOptions options, Action<PostgreSqlOptions>? configure)
    {
        configure?.Invoke(options);
        options.Validate();
        engine.Services.Replace(ServiceDescriptor.Singleton(provider => new PostgreSqlStores(options, provider.GetService<ILoggerFactory>()?.CreateLogger<PostgreSqlStores>())));
        Use(engine, static stores => stores.Runs);
        Use(engine, static stores => stores.Queue);
        Use(engine, static stores => stores.Reader);
        Use(engine, static stores => stores.Approvals);
        Use(engine, static stores => stores.Events);
        Use(engine, static stores => stores.Messages);
        Use(engine, static stores => stores.TransactionOutbox);
        Use(engine, static stores => stores.Documents);
        Use(engine, static stores => stores.Decisions);
        return engine;
    }

    private static void Use<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TContract>(AurionEngineBuilder engine, Func<PostgreSqlStores, TContract> contract)
        where TContract : class =>
        engine.Services.Replace(ServiceDescriptor.Singleton(provider => contract(provider.GetRequiredService<PostgreSqlStores>())));
}
