using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>in_cidr</c>: an address in one of the ranges; what is no address is in none.</summary>
internal sealed class CidrNode(FieldTarget target, IpRange[] ranges) : ScalarNode(target)
{
    public override Reading Read(JsonElement value, in ConditionContext context)
    {
        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        return value.ValueKind is JsonValueKind.String && IpAddressText.TryParse(text.Chars, out _)
            ? new Reading(ReadingKind.Address, text.Chars.ToString())
            : Coercion.IsEmpty(value) ? Reading.Empty : Reading.Nothing;
    }

    protected override Truth Test(JsonElement value, in ConditionContext context)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            return Truth.False;
        }

        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        if (IpAddressText.TryParse(text.Chars, out var address))
        {
            foreach (var range in ranges)
            {
                if (range.Contains(address))
                {
                    return Truth.True;
                }
            }
        }

        return Truth.False;
    }
}
