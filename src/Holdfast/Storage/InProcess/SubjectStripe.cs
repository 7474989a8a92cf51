using System.Diagnostics;

namespace Holdfast.Storage.InProcess;

/// <summary>A part of the subjects, under one lock. A subject without sessions and without a revocation leaves nothing behind (Invariant 7).</summary>
internal sealed class SubjectStripe
{
    private readonly Dictionary<string, SubjectEpoch> _epochs = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, long At)> _raised = new();

    public Lock Lock { get; } = new();

    // Both under the lock.
    public MemberTable Members { get; } = new();

    public bool HasEpochs => _epochs.Count > 0;

    /// <summary>The latest revocation of a subject, or null when there is none that still counts.</summary>
    public SubjectEpoch? EpochOfLocked(string name)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        return _epochs.GetValueOrDefault(name);
    }

    /// <summary>Takes down a revocation; it is forgotten when no authentication can be older any more.</summary>
    public SubjectEpoch RaiseLocked(string name, int number, long at)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        if (!_epochs.TryGetValue(name, out var epoch))
        {
            _epochs.Add(name, epoch = new SubjectEpoch());
            _raised.Enqueue((name, at));
        }

        epoch.Number = number;
        epoch.At = Math.Max(epoch.At, at);
        return epoch;
    }

    /// <summary>Forgets what was raised before <paramref name="before"/>: no authentication that old is accepted, and no session that old lives.</summary>
    public void ForgetEpochsLocked(long before)
    {
        Debug.Assert(Lock.IsHeldByCurrentThread);
        while (_raised.TryPeek(out var oldest) && oldest.At < before)
        {
            _raised.Dequeue();
            if (_epochs[oldest.Name].At >= before)
            {
                _raised.Enqueue((oldest.Name, _epochs[oldest.Name].At)); // raised again since
                continue;
            }

            _epochs.Remove(oldest.Name);
        }
    }
}
