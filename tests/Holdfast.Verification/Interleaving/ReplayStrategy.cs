using System.Globalization;

namespace Holdfast.Verification;

/// <summary>One schedule, as a failure printed it. Where it ends before the operations do, first choices follow.</summary>
internal sealed class ReplayStrategy : ScheduleStrategy
{
    private readonly int[] _picks;
    private int _depth;

    public ReplayStrategy(string schedule) =>
        _picks = schedule.Length == 0 ? [] : [.. schedule.Split('.').Select(pick => int.Parse(pick, NumberStyles.None, CultureInfo.InvariantCulture))];

    public override string Description => "replayed";

    public override bool Fits => _depth >= _picks.Length;

    public override int? Choose(IReadOnlyList<int> operations)
    {
        var pick = _depth < _picks.Length ? _picks[_depth] : 0;
        _depth++;
        return pick < operations.Count ? pick : null;
    }

    public override bool MoveNext() => false;
}
