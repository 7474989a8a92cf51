namespace Holdfast.Sqlite.Journaling;

/// <summary>Wakes the one thread that waits for it, once for however many sets. Holds no handle, so there is nothing to dispose of while threads still use it.</summary>
internal sealed class Signal
{
    private readonly object _monitor = new();
    private bool _isSet;

    public void Set()
    {
        lock (_monitor)
        {
            _isSet = true;
            Monitor.Pulse(_monitor);
        }
    }

    public void Wait() => Wait(Timeout.InfiniteTimeSpan);

    /// <summary>Answers whether it was set before the time was over.</summary>
    public bool Wait(TimeSpan longest)
    {
        lock (_monitor)
        {
            if (!_isSet)
            {
                Monitor.Wait(_monitor, longest);
            }

            var wasSet = _isSet;
            _isSet = false;
            return wasSet;
        }
    }
}
