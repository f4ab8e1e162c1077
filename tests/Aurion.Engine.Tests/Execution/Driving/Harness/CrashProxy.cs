using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>Passes every call on to a store, unless the process dies at it.</summary>
public class CrashProxy<TStore> : DispatchProxy
    where TStore : class
{
    private TStore _store = null!;
    private CrashPoint _point = null!;

    internal static TStore Wrap(TStore store, CrashPoint point)
    {
        var proxy = Create<TStore, CrashProxy<TStore>>();
        var inner = (CrashProxy<TStore>)(object)proxy;
        (inner._store, inner._point) = (store, point);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var diesAfter = _point.Enter();
        object? result;
        try
        {
            result = targetMethod!.Invoke(_store, args);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }

        if (!diesAfter)
        {
            return result;
        }

        switch (result)
        {
            case ValueTask task:
                task.AsTask().GetAwaiter().GetResult();
                break;
            default:
                // ValueTask<T>: wait until the call has made its effect.
                (result?.GetType().GetMethod("AsTask")?.Invoke(result, null) as Task)?.GetAwaiter().GetResult();
                break;
        }

        throw new CrashException();
    }
}
