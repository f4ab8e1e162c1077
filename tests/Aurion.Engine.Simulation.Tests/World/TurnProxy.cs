using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>Lets each call of a store wait for its turn, and its answer too. A call that is given up may still have its effect.</summary>
public class TurnProxy<TStore> : DispatchProxy
    where TStore : class
{
    private static readonly MethodInfo Answering = typeof(TurnProxy<TStore>).GetMethod(nameof(CallAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;
    private static readonly MethodInfo Listing = typeof(TurnProxy<TStore>).GetMethod(nameof(ListAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;
    private static readonly string Name = typeof(TStore).Name[1..];
    private TStore _store = null!;
    private SimulatedNode _node = null!;

    internal static TStore Wrap(TStore store, SimulatedNode node)
    {
        var proxy = Create<TStore, TurnProxy<TStore>>();
        var inner = (TurnProxy<TStore>)(object)proxy;
        (inner._store, inner._node) = (store, node);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var type = targetMethod!.ReturnType;
        if (type == typeof(ValueTask))
        {
            return new ValueTask(CallAsync<bool>(targetMethod, args!).AsTask());
        }

        var call = type.GetGenericTypeDefinition() == typeof(ValueTask<>) ? Answering : Listing;
        return call.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [targetMethod, args]);
    }

    private ValueTask<T> CallAsync<T>(MethodInfo method, object?[] args) =>
        new(WorkAsync<T>(method, args).WaitAsync((CancellationToken)args[^1]!));

    private async IAsyncEnumerable<T> ListAsync<T>(MethodInfo method, object?[] args)
    {
        var cancellationToken = (CancellationToken)args[^1]!;
        var what = await AskAsync(method, args).WaitAsync(cancellationToken);
        var found = new List<T>();
        await foreach (var item in (IAsyncEnumerable<T>)Call(method, args)!)
        {
            found.Add(item);
        }

        await AnswerAsync(what).WaitAsync(cancellationToken);
        foreach (var item in found)
        {
            yield return item;
        }
    }

    private async Task<T> WorkAsync<T>(MethodInfo method, object?[] args)
    {
        var what = await AskAsync(method, args);
        args[^1] = CancellationToken.None; // what has arrived is done, whether or not anybody waits for the answer
        if (_node.World.Repeats(method))
        {
            _ = RepeatAsync(method, args, what);
        }

        var result = await ResultAsync<T>(Call(method, args));
        await AnswerAsync(what);
        return result;
    }

    private async Task<string> AskAsync(MethodInfo method, object?[] args)
    {
        var what = $"{Name}.{method.Name}{CallText.Of(args)}";
        return await _node.World.Turns.WaitAsync(_node, what, TurnKind.Request) ? throw new IOException("The request was lost.") : what;
    }

    private async Task AnswerAsync(string what)
    {
        if (await _node.World.Turns.WaitAsync(_node, what, TurnKind.Answer))
        {
            throw new IOException("The answer was lost.");
        }
    }

    private async Task RepeatAsync(MethodInfo method, object?[] args, string what)
    {
        await _node.World.Turns.WaitAsync(null, what, TurnKind.Repeat);
        switch (Call(method, args))
        {
            case ValueTask done:
                await done;
                break;
            case { } answering:
                await (Task)answering.GetType().GetMethod("AsTask")!.Invoke(answering, null)!;
                break;
        }
    }

    private object? Call(MethodInfo method, object?[] args)
    {
        try
        {
            return method.Invoke(_store, args);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    private static async Task<T> ResultAsync<T>(object? result)
    {
        if (result is ValueTask<T> answer)
        {
            return await answer;
        }

        await (ValueTask)result!;
        return default!;
    }
}
