using System.Globalization;
using System.Text;

namespace Aurion.Engine.FaultRig.Tests;

/// <summary>The files that say what was answered and what handlers did: only ever appended to, a line in one write, so that a killed process leaves whole lines.</summary>
/// <remarks>Each process has a file of its own: appending here is writing at an offset that the process remembers, so that two would write over one another.</remarks>
internal sealed class Oracle(string path) : IDisposable
{
    private readonly Lock _lock = new();

    private readonly FileStream _file = new(string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Accepted(int number, string run) => Append(string.Create(CultureInfo.InvariantCulture, $"accepted {number} {run}\n"));

    public void Did(string key) => Append($"did {key}\n");

    public void Dispose() => _file.Dispose();

    /// <summary>Reads everything: the run that was answered for each number, and how often each key was performed.</summary>
    public static (Dictionary<int, string> Accepted, Dictionary<string, int> Did) Read(string path)
    {
        var accepted = new Dictionary<int, string>();
        var did = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in FilesOf(path))
        {
            using var file = new StreamReader(new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            while (file.ReadLine() is { } line)
            {
                Take(line, accepted, did);
            }
        }

        return (accepted, did);
    }

    /// <summary>Tells how much has been written down by all processes.</summary>
    public static long LengthOf(string path) => FilesOf(path).Sum(static name => new FileInfo(name).Length);

    private static string[] FilesOf(string path) => Directory.GetFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}.*");

    private static void Take(string line, Dictionary<int, string> accepted, Dictionary<string, int> did)
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

    private void Append(string line)
    {
        lock (_lock)
        {
            _file.Write(Encoding.UTF8.GetBytes(line));
        }
    }
}
