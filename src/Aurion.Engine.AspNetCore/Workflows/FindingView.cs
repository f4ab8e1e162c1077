using Aurion.Engine.Canvas;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A canvas finding as the API shows it.</summary>
internal sealed record FindingView(FindingSeverity Severity, string Code, string? NodeId, EdgeView? Edge, string Message)
{
    public static FindingView Of(CanvasFinding finding) => new(finding.Severity, finding.Code, finding.NodeId, EdgeView.Of(finding.Edge), finding.Advice);
}
