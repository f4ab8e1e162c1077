using System.Text.Json.Serialization;
using Aurion.Engine.Approvals;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Storage;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(TenantIdConverter), typeof(RunIdConverter), typeof(ApprovalIdConverter), typeof(MarkingConverter)])]
[JsonSerializable(typeof(RunHead))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(RunInput))]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(RunValue))]
[JsonSerializable(typeof(InboxItem))]
[JsonSerializable(typeof(Subscription))]
[JsonSerializable(typeof(Approval))]
[JsonSerializable(typeof(AutomationEvent))]
[JsonSerializable(typeof(StoredEvent))]
[JsonSerializable(typeof(ConversationPatch))]
[JsonSerializable(typeof(ActionEntry))]
[JsonSerializable(typeof(RuleVerdict))]
[JsonSerializable(typeof(RuleLogEntry))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(OnceKey))]
[JsonSerializable(typeof(Document))]
[JsonSerializable(typeof(StoredRun))]
internal sealed partial class StoredFormatContext : JsonSerializerContext;
