namespace Aurion.Engine.Values;

/// <summary>Names the tenant that a record belongs to. Records of different tenants never meet.</summary>
/// <param name="Value">The tenant's name in the host's own words; compared ordinally.</param>
/// <remarks>The default value behaves as the empty name; a host without tenants uses <see cref="Default"/> everywhere.</remarks>
public readonly record struct TenantId(string Value)
{
    /// <summary>Gets the tenant of a host that has only one: <c>default</c>.</summary>
    public static TenantId Default { get; } = new("default");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
