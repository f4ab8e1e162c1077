namespace Aurion.Engine.Benchmarks.Durable;

/// <summary>The databases that are measured.</summary>
internal static class DiskStores
{
    public static string[] All { get; } = ["sqlite"];

    /// <summary>Opens a new and empty one.</summary>
    public static Task<DiskStore> OpenAsync(string kind) => kind switch
    {
        "sqlite" => Task.FromResult<DiskStore>(new SqliteDisk()),
        _ => throw new ArgumentException($"'{kind}' is no database that is measured: {string.Join(", ", All)}.", nameof(kind)),
    };
}
