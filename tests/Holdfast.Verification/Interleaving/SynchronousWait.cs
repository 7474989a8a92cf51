using System.Runtime.ExceptionServices;

namespace Holdfast.Verification;

/// <summary>Blocks a thread that exists to be blocked.</summary>
internal static class SynchronousWait
{
    public static void For(Task task)
    {
        if (!task.IsCompleted) ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        if (task.Exception?.InnerException is { } thrown) ExceptionDispatchInfo.Throw(thrown);
        if (task.IsCanceled) throw new OperationCanceledException();
    }
}
