namespace Holdfast.Verification;

/// <summary>
/// Random priorities with a few changes, after the probabilistic concurrency testing of Burckhardt, Kothari, Musuvathi and
/// Nagarakatte (2010). The operation of highest priority always runs, except that at a few random steps the one about to run drops
/// below all others. A fault that needs d ordering constraints among n operations of k steps in all is hit by one schedule with a
/// probability of at least 1 / (n·k^(d−1)) when there are d − 1 changes, where uniform picks may need exponentially many.
/// </summary>
internal sealed class PriorityStrategy : ScheduleStrategy
{
    private readonly int _seed;
    private readonly int _schedules;
    private readonly int _changes;
    private readonly Random _random;
    private readonly Dictionary<int, double> _priorities = [];
    private readonly HashSet<int> _changeAt = [];
    private int _done;
    private int _step;
    private int _longest = 10;
    private double _lowest;

    public PriorityStrategy(int seed, int schedules, int changes)
    {
        _seed = seed;
        _schedules = schedules;
        _changes = changes;
        _random = new Random(seed);
        Begin();
    }

    public override string Description => $"priorities, seed {_seed}, {_changes} changes, schedule {_done + 1} of {_schedules}";

    public override int? Choose(IReadOnlyList<int> operations)
    {
        // Operations are met in a fixed order, so their priorities depend on the seed alone.
        foreach (var operation in operations) _priorities.TryAdd(operation, 1 + _random.NextDouble());
        if (_changeAt.Contains(_step)) _priorities[operations[Highest(operations)]] = --_lowest;
        _step++;
        return Highest(operations);
    }

    public override bool MoveNext()
    {
        _longest = Math.Max(_longest, _step);
        Begin();
        return ++_done < _schedules;
    }

    private int Highest(IReadOnlyList<int> operations)
    {
        var best = 0;
        for (var i = 1; i < operations.Count; i++)
            if (_priorities[operations[i]] > _priorities[operations[best]]) best = i;
        return best;
    }

    private void Begin()
    {
        _step = 0;
        _lowest = 0;
        _priorities.Clear();
        _changeAt.Clear();
        for (var i = 0; i < _changes; i++) _changeAt.Add(_random.Next(_longest));
    }
}
