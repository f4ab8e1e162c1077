using Microsoft.AspNetCore.Builder;

namespace Aurion.Engine.AspNetCore.Guards;

/// <summary>Passes a host's conventions on to several groups.</summary>
internal sealed class JointConventions(IEndpointConventionBuilder[] groups) : IEndpointConventionBuilder
{
    public void Add(Action<EndpointBuilder> convention) => Array.ForEach(groups, group => group.Add(convention));

    public void Finally(Action<EndpointBuilder> finallyConvention) => Array.ForEach(groups, group => group.Finally(finallyConvention));
}
