using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Aurion.Engine.Tests.Values;

/// <summary>JSON texts for tests of readers: most are valid, with names that meet in dotted paths; some are broken at a random place.</summary>
public static class JsonFuzz
{
    private static readonly string[] Names =
        ["a", "b", "c", "a.b", "b.c", "a.b.c", "items", "items[0]", "items[0].id", "id", "previous", "é", "long_name_of_more_than_16_bytes", "x1", "x2", "", "日本"];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-0", "1", "-1.5", "10", "1e400", "1E-2", "0.10", "9007199254740993", "12345678901234567890123456789012345678901",
        "\"\"", "\" \"", "\"text\"", "\"Text\"", "\"\\u0041\"", "\"\\ud83d\\ude00\"", "\"é\"", "\"日本語のかなり長いテキストで三十二バイトを超える\"",
        "\"a longer text that does not fit in one vector of 32 bytes, with \\\"quotes\\\" and \\\\ in it\"", "\"line\\nbreak\"", "{}", "[]", "[ ]", "{ }",
    ];

    private static readonly string[] Broken =
    [
        "\"\\ud83d\"", "\"\\ude00\"", "\"\\u0000\"", "\"\\x\"", "\"\\u12\"", "01", "1.", ".5", "+1", "1e", "-", "tru", "nul", "falsy", "\"tab\there\"", "'a'",
        "\"\\ud83d\\u0041\"", "\"open", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "[1 2]", "{1:2}", "NaN", "// x", "\"\u0001\"",
        "1" + new string('0', 99), "1" + new string('0', 100), "-" + new string('9', 100),
    ];

    public static Gen<byte[]> Texts { get; } =
        from number in Gen.Choose(0, int.MaxValue)
        from size in Gen.Choose(0, 40)
        select Make(new Random(number), size);

    private static byte[] Make(Random random, int size)
    {
        var text = new StringBuilder();
        var budget = size;
        Space(random, text);
        if (random.Next(40) == 0)
        {
            Value(random, text, ref budget, depth: 0);
        }
        else
        {
            Object(random, text, ref budget, depth: 0);
        }

        Space(random, text);
        if (random.Next(25) == 0)
        {
            text.Append("x,}] \"0"[random.Next(7)]);
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (random.Next(4) == 0 && bytes.Length > 0)
        {
            bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"{}[]\",:\\ 0e.-\0"[random.Next(14)];
        }

        return random.Next(30) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }

    private static void Value(Random random, StringBuilder text, ref int budget, int depth)
    {
        var kind = random.Next(10);
        if (depth < 6 && budget > 0 && kind < 3)
        {
            Object(random, text, ref budget, depth);
        }
        else if (depth < 6 && budget > 0 && kind < 5)
        {
            List(random, text, ref budget, depth);
        }
        else if (random.Next(60) == 0)
        {
            text.Append(Broken[random.Next(Broken.Length)]);
        }
        else if (random.Next(150) == 0)
        {
            var deep = random.Next(55, 70);
            text.Append('[', deep).Append(']', deep);
        }
        else
        {
            text.Append(Scalars[random.Next(Scalars.Length)]);
        }
    }

    private static void Object(Random random, StringBuilder text, ref int budget, int depth)
    {
        text.Append('{');
        var used = new HashSet<string>();
        var members = random.Next(12) == 0 ? 80 : random.Next(7);
        for (var member = 0; member < members; member++)
        {
            var name = members == 80 ? $"m{member}" : Names[random.Next(Names.Length)];
            if (!used.Add(name) && random.Next(20) > 0)
            {
                continue;
            }

            if (members == 80 && random.Next(4_000) == 0)
            {
                name = "m0";
            }

            budget--;
            text.Append(used.Count + (text[^1] == '{' ? 0 : 1) > 1 && text[^1] != '{' ? "," : string.Empty);
            Space(random, text);
            text.Append('"').Append(random.Next(8) == 0 ? Escape(name) : name).Append('"');
            Space(random, text);
            text.Append(':');
            Space(random, text);
            Value(random, text, ref budget, depth + 1);
            Space(random, text);
        }

        text.Append('}');
    }

    private static void List(Random random, StringBuilder text, ref int budget, int depth)
    {
        text.Append('[');
        var items = random.Next(5);
        for (var item = 0; item < items; item++)
        {
            budget--;
            text.Append(item > 0 ? "," : string.Empty);
            Space(random, text);
            Value(random, text, ref budget, depth + 1);
            Space(random, text);
        }

        text.Append(']');
    }

    private static string Escape(string name) =>
        name.Length == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)name[0]:x4}{name[1..]}");

    private static void Space(Random random, StringBuilder text)
    {
        if (random.Next(6) == 0)
        {
            text.Append(" \t\r\n"[random.Next(4)]);
        }
    }
}
