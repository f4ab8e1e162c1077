namespace Aurion.Engine.AspNetCore.Guards;

/// <summary>Endpoint metadata: the policy that the caller must satisfy; null lets every signed-in caller through.</summary>
/// <param name="Name">The policy's name, one of <see cref="Callers.AurionPolicies"/>.</param>
internal sealed record AccessPolicy(string? Name);
