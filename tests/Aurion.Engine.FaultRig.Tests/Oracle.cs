using System.Globalization;
using System.Text;

namespace Aurion.Engine.FaultRig.Tests;

/// <summary>The file that says what was answered and what handlers did: only ever appended to, a line in one write, so that a killed process leaves whole lines.</summary>
internal sealed class Oracle(string path) : IDisposable
{
    private readonly Lock _lock = new();

    // Append mode of the file itself: two processes never write over one another.
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Accepted(int number, string run) => Append(string.Create(CultureInfo.InvariantCulture, $"accepted {number} {run}\n"));

    public void Did(string key) => Append($"did {key}\n");

    public void Dispose() => _file.Dispose();

    /// <summary>Reads everything: the run that was answered for each number, and how often each key was performed.</summary>
    public static (Dictionary<int, string> Accepted, Dictionary<string, int> Did) Read(string path)
    {
        var accepted = new Dictionary<int, string>();
        var did = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!File.Exists(path))
        {
            return (accepted, did);
        }

        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (file.ReadLine() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["accepted", var number, var run]:
                    var at = int.Parse(number, CultureInfo.InvariantCulture);
                    if (!accepted.TryAdd(at, run) && accepted[at] != run)
                    {
                        throw new InvalidDataException($"Start {number} was answered with two runs, {accepted[at]} and {run}.");
                    }

                    break;
                case ["did", var key]:
                    did[key] = did.GetValueOrDefault(key) + 1;
                    break;
            }
        }

        return (accepted, did);
    }

    private void Append(string line)
    {
        lock (_lock)
        {
            _file.Write(Encoding.UTF8.GetBytes(line));
        }
    }
}
