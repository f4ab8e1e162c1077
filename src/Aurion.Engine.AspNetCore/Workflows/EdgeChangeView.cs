using Aurion.Engine.Canvas;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>An edge that both versions have and that differs, as the API shows it.</summary>
internal sealed record EdgeChangeView(ChangeKind Kind, EdgeView? Before, EdgeView? After)
{
    public static EdgeChangeView Of(EdgeChange change) => new(change.Kind, EdgeView.Of(change.Before), EdgeView.Of(change.After));
}
