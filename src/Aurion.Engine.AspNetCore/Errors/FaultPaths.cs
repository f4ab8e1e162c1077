using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Errors;

/// <summary>Moves a path below a member.</summary>
internal static class FaultPaths
{
    public static FaultPath Under(this FaultPath path, string member)
    {
        var moved = FaultPath.Root.Member(member);
        foreach (var (name, index) in path.Steps())
        {
            moved = name is null ? moved.Item(index) : moved.Member(name);
        }

        return moved;
    }
}
