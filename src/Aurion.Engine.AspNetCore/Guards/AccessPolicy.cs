namespace Aurion.Engine.AspNetCore.Guards;

/// <summary>Endpoint metadata: the policy that the caller must satisfy; null lets every signed-in caller through.</summary>
/// <param name="Name">The policy's name, one of <see cref="Callers.AurionPolicies"/>.</param>
/// <param name="Also">A second one that must be satisfied too; null asks nothing more.</param>
/// <param name="IsOpen">Whether the guard lets everybody through: the endpoint has a credential of its own.</param>
internal sealed record AccessPolicy(string? Name, string? Also = null, bool IsOpen = false);
