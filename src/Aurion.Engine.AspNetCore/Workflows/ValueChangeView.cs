using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A value that differs between two versions, as the API shows it; null is none.</summary>
internal sealed record ValueChangeView(string Path, JsonText? Before, JsonText? After)
{
    public static ValueChangeView Of(ValueChange change) => new(change.Path.ToString(), change.Before, change.After);
}
