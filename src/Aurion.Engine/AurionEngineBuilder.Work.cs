using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Actions;

namespace Aurion.Engine;

/// <content>Who does the work of nodes that the core does not do itself.</content>
public sealed partial class AurionEngineBuilder
{
    /// <summary>Names who sends the requests of <c>http_request</c> nodes; without one, a canvas with such a node can't be published.</summary>
    /// <typeparam name="TSender">The sender; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseHttpSender<[DynamicallyAccessedMembers(Constructors)] TSender>()
        where TSender : class, IHttpSender => Use<IHttpSender, TSender>();

    /// <summary>Names who runs the scripts of <c>script</c> nodes; without one, a canvas with such a node can't be published.</summary>
    /// <typeparam name="TRunner">The runner; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseScriptRunner<[DynamicallyAccessedMembers(Constructors)] TRunner>()
        where TRunner : class, IScriptRunner => Use<IScriptRunner, TRunner>();
}
