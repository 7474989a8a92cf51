using Holdfast.Operations;

namespace Holdfast.Verification;

/// <summary>A session that lives in no store: images made by the pure functions alone.</summary>
internal sealed class PureSession
{
    private readonly SessionLimits _limits;

    public PureSession(SessionLimits limits, SessionKey key, ulong incarnation, string type, TimeSpan idle, TimeSpan absolute, long now, Action<ChangeSet> first)
    {
        _limits = limits;
        var (idleMs, absoluteMs) = ((long)idle.TotalMilliseconds, (long)absolute.TotalMilliseconds);
        Image = ImageFactory.Blank(key, incarnation, type, idleMs, absoluteMs, now, version: 0);
        var outcome = Apply(Record(first), now, ApplyInput.NoBase, countAccess: false);
        Assert.Equal(Refusal.None, outcome.Refusal);
        Image = outcome.Changed ? outcome.Image : ImageFactory.Blank(key, incarnation, type, idleMs, absoluteMs, now, version: 1);
    }

    public SessionImage Image { get; private set; }

    public ChangeSet Record(Action<ChangeSet> change)
    {
        var changes = new ChangeSet(_limits);
        change(changes);
        return changes;
    }

    /// <summary>What the change set does to the present image, which stays as it is.</summary>
    public ApplyOutcome Apply(ChangeSet changes, long now, long basedOn = ApplyInput.NoBase, bool countAccess = true) =>
        ChangeApplier.Apply(new ApplyInput
        {
            Image = Image,
            Operations = changes.Writer.Written,
            OperationCount = changes.Writer.Count,
            Now = now,
            Base = basedOn,
            CountAccess = countAccess,
            Limits = _limits,
        });

    public void Commit(Action<ChangeSet> change, long now)
    {
        var outcome = Apply(Record(change), now);
        Assert.Equal(Refusal.None, outcome.Refusal);
        Image = outcome.Image;
    }
}
