namespace Holdfast.Verification;

/// <summary>Each pick uniformly at random: good at scenarios with many short operations.</summary>
internal sealed class RandomStrategy(int seed, int schedules) : ScheduleStrategy
{
    private readonly Random _random = new(seed);
    private int _done;

    public override string Description => $"random, seed {seed}, schedule {_done + 1} of {schedules}";

    public override int? Choose(IReadOnlyList<int> operations) => _random.Next(operations.Count);

    public override bool MoveNext() => ++_done < schedules;
}
