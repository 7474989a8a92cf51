namespace Holdfast.Sqlite.Journaling;

/// <summary>Waiters that nobody uses, up to a number. Safe for all threads.</summary>
internal sealed class SyncWaiterPool
{
    private const int Most = 4096;

    private readonly Lock _gate = new();
    private readonly Stack<SyncWaiter> _free = new();

    public SyncWaiter Rent()
    {
        lock (_gate)
        {
            if (_free.TryPop(out var waiter))
            {
                return waiter;
            }
        }

        return new SyncWaiter(this);
    }

    public void Return(SyncWaiter waiter)
    {
        lock (_gate)
        {
            if (_free.Count < Most)
            {
                _free.Push(waiter);
            }
        }
    }
}
