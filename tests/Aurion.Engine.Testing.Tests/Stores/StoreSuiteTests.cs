using System.Reflection;
using Aurion.Engine.Testing.Stores;

namespace Aurion.Engine.Testing.Tests.Stores;

public sealed class StoreSuiteTests
{
    public static TheoryData<Type> Suites => [.. typeof(StoreSuite).Assembly.GetExportedTypes().Where(static type => type.IsSubclassOf(typeof(StoreSuite)))];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Cases_OfASuite_AreAllItsMethods(Type suite)
    {
        Func<CancellationToken, ValueTask<StoreFixture>> open = static _ => throw new NotSupportedException();
        object[] arguments = suite == typeof(ConversationStoreSuite)
            ? [open, (Func<StoreHandle, CancellationToken, ValueTask<Rules.Conversation>>)(static (_, _) => throw new NotSupportedException()), "priority", Values.JsonText.Null,
               (Func<StoreHandle, string, string, DateTimeOffset, CancellationToken, ValueTask<Rules.Conversation>>)(static (_, _, _, _, _) => throw new NotSupportedException())]
            : [open];
        var cases = ((StoreSuite)Activator.CreateInstance(suite, arguments)!).Cases.Select(static next => next.Name);
        var methods = suite.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(static method => method.ReturnType == typeof(Task)).Select(static method => method.Name);
        Assert.Equal(methods.Order(StringComparer.Ordinal), cases.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RunAsync_UnknownName_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => new DocumentStoreSuite(MemoryFixture.OpenAsync).RunAsync("nothing"));
}
