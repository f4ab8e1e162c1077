using System.Diagnostics.CodeAnalysis;
using Aurion.Engine;
using Aurion.Engine.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps everything in a SQLite file.</summary>
public static class SqliteAurionEngineBuilderExtensions
{
    /// <summary>Keeps runs, events, messages, approvals and documents in a SQLite file, opened on first use and closed with the container.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="connectionString">The connection string, for example <c>Data Source=aurion.db</c>.</param>
    /// <param name="configure">Changes further options; null keeps them.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is outside its limits, or the database is no file.</exception>
    public static AurionEngineBuilder UseSqlite(this AurionEngineBuilder engine, string connectionString, Action<SqliteOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var options = new SqliteOptions { ConnectionString = connectionString };
        configure?.Invoke(options);
        options.Validate();
        engine.Services.Replace(ServiceDescriptor.Singleton(provider => new SqliteStores(
            options, provider.GetRequiredService<TimeProvider>(), provider.GetService<ILoggerFactory>()?.CreateLogger<SqliteStores>())));
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

    private static void Use<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TContract>(AurionEngineBuilder engine, Func<SqliteStores, TContract> contract)
        where TContract : class =>
        engine.Services.Replace(ServiceDescriptor.Singleton(provider => contract(provider.GetRequiredService<SqliteStores>())));
}
