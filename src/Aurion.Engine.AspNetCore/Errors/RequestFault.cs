using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Errors;

/// <summary>One item of a 422's list: where in the request, and what.</summary>
/// <param name="Where">The part of the request: <c>body</c>, <c>query</c>, <c>path</c> or <c>header</c>.</param>
/// <param name="Fault">What is wrong there.</param>
/// <param name="Finding">The canvas finding that it comes from; null when it is none.</param>
internal sealed record RequestFault(string Where, Fault Fault, CanvasFinding? Finding = null)
{
    public static RequestFault Body(FaultPath path, string type, string message, JsonText? input = null) =>
        new("body", new Fault { Path = path, Type = type, Message = message, Input = input });

    /// <summary>A fault of the canvas that is to be published: both forms in one.</summary>
    public static RequestFault Canvas(CanvasFinding finding) => new(
        "body",
        new Fault { Path = finding.Path.Under("canvas_definition"), Type = finding.Code, Message = finding.Advice, Input = finding.Input },
        finding);

    public static RequestFault Query(string name, string type, string message, JsonText input) =>
        new("query", new Fault { Path = FaultPath.Root.Member(name), Type = type, Message = message, Input = input });
}
