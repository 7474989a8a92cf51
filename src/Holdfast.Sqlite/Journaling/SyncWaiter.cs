using System.Threading.Tasks.Sources;

namespace Holdfast.Sqlite.Journaling;

/// <summary>
/// One answer that waits for its batch. Pooled, and its own work item, so that waiting allocates nothing; it holds an outcome and a continuation, never a
/// session's bytes (Invariant 11).
/// </summary>
internal sealed class SyncWaiter(SyncWaiterPool pool) : IValueTaskSource<bool>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _core;
    private bool _isSynced;

    public ValueTask<bool> Task => new(this, _core.Version);

    /// <summary>Answers on the thread pool: user code continues there, never on the writer's thread.</summary>
    public void Complete(bool isSynced)
    {
        _isSynced = isSynced;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _core.SetResult(_isSynced);

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        var result = _core.GetResult(token);
        _core.Reset();
        pool.Return(this);
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
