namespace Holdfast.Sqlite.Journaling;

/// <summary>
/// Lets the callers that a batch released come back with their next change before the next batch is taken: a marker is queued behind their
/// completions, and the writer waits for it, a millisecond at most. Otherwise two half-sized cohorts would take turns for ever.
/// </summary>
internal sealed class Gathering : IThreadPoolWorkItem
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(1);

    private readonly Signal _reached = new();
    private volatile bool _isQueued;

    public void Wait()
    {
        if (_isQueued)
        {
            // The last marker has not been reached yet: the pool has more to do than we wait for.
            return;
        }

        _isQueued = true;
        _ = _reached.Wait(TimeSpan.Zero);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        _ = _reached.Wait(Longest);
    }

    void IThreadPoolWorkItem.Execute()
    {
        _isQueued = false;
        _reached.Set();
    }
}
