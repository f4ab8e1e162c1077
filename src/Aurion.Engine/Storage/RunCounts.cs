namespace Aurion.Engine.Storage;

/// <summary>How many runs a tenant has.</summary>
/// <param name="Active">Those not finished.</param>
/// <param name="Started">Those started since the instant that was asked for.</param>
public readonly record struct RunCounts(long Active, long Started);
