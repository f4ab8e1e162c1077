using System.Diagnostics;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Tests;

/// <summary>The server that the tests use: the one that <c>AURION_POSTGRES</c> names, or a throw-away cluster that is started on first use and stops with this process.</summary>
internal static class TestServer
{
    private static readonly Lazy<string> Started = new(Start);

    private static readonly Lazy<NpgsqlDataSource> Shared = new(static () => new PostgreSqlOptions { ConnectionString = ConnectionString }.MakeDataSource());

    public static string ConnectionString => Started.Value;

    /// <summary>Gets a data source that all tests may use: engines that are opened anew again and again need no new connections.</summary>
    public static NpgsqlDataSource Source => Shared.Value;

    public static ValueTask<NpgsqlConnection> OpenAsync() => Source.OpenConnectionAsync();

    private static string Start()
    {
        var given = Environment.GetEnvironmentVariable("AURION_POSTGRES");
        if (!string.IsNullOrWhiteSpace(given))
        {
            return given;
        }

        var folder = Path.Combine(Path.GetTempPath(), $"aurion-pg-{Environment.ProcessId}");
        var answer = Run("start", folder, Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Run("stop", folder);
        return answer.Trim();
    }

    private static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Script(), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"No PostgreSQL to test with: {errors.GetAwaiter().GetResult()}");
    }

    private static string Script()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var script = Path.Combine(folder, "tests", "postgres.sh");
            if (File.Exists(script))
            {
                return script;
            }
        }

        throw new InvalidOperationException("tests/postgres.sh is nowhere above the tests.");
    }
}
