using Aurion.Engine.Approvals;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.PublicTests.Golden;

/// <summary>The types that stores keep as text, by the name that their golden files begin with.</summary>
internal static class StoredTypes
{
    private static readonly Dictionary<string, Func<byte[], byte[]>> ByName = new(StringComparer.Ordinal)
    {
        ["run-head"] = Again<RunHead>,
        ["marking"] = Again<Marking>,
        ["run-record"] = Again<RunRecord>,
        ["run-input"] = Again<RunInput>,
        ["run-event"] = Again<RunEvent>,
        ["run-value"] = Again<RunValue>,
        ["inbox-item"] = Again<InboxItem>,
        ["subscription"] = Again<Subscription>,
        ["approval"] = Again<Approval>,
        ["automation-event"] = Again<AutomationEvent>,
        ["stored-event"] = Again<StoredEvent>,
        ["patch"] = Again<ConversationPatch>,
        ["action"] = Again<ActionEntry>,
        ["verdict"] = Again<RuleVerdict>,
        ["log"] = Again<RuleLogEntry>,
        ["message"] = Again<Message>,
        ["delivery"] = Again<Delivery>,
        ["once-key"] = Again<OnceKey>,
        ["document"] = Again<Document>,
        ["stored-run"] = Again<StoredRun>,
    };

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>Gets the type's name of a file such as <c>document.rule.json</c>.</summary>
    public static string NameOf(string path) => Path.GetFileName(path).Split('.')[0];

    /// <summary>Reads a stored text and writes what was read.</summary>
    public static byte[] ReadAndWrite(string name, byte[] utf8) => ByName[name](utf8);

    private static byte[] Again<T>(byte[] utf8) => StoredFormat.Write(StoredFormat.Read<T>(utf8));
}
