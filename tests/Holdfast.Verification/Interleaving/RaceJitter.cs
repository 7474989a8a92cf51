namespace Holdfast.Verification;

/// <summary>What a yield means on a real thread: now and then a short delay, chosen by the seed.</summary>
internal sealed class RaceJitter(int seed, int round, int operation, CancellationToken abandoned) : YieldTarget
{
    private ulong _state = ((ulong)(uint)seed << 32) ^ ((ulong)(uint)round << 8) ^ (uint)operation;

    public override bool TryPass(Func<bool>? condition)
    {
        Delay();
        if (condition is null) return true;
        var spinner = default(SpinWait);
        while (!condition())
        {
            abandoned.ThrowIfCancellationRequested();
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        return true;
    }

    public override void Suspend(string name, Func<bool>? condition, Action continuation) => continuation();

    public override void RunsOn(int threadId)
    {
        // Any thread will do here.
    }

    public void Delay()
    {
        // A counter and a mixing function (splitmix64) instead of Random: branches of one operation may run at the same time.
        var mixed = Interlocked.Add(ref _state, 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        switch (mixed & 3)
        {
            case 0:
                Thread.Yield();
                break;
            case 1:
                Thread.SpinWait((int)((mixed >> 8) & 0x3FF));
                break;
            default:
                break;
        }
    }
}
