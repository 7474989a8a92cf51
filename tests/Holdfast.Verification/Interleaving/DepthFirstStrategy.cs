namespace Holdfast.Verification;

/// <summary>Every schedule once, depth first over the picks.</summary>
internal sealed class DepthFirstStrategy : ScheduleStrategy
{
    private readonly List<(int Pick, int[] Operations)> _path = [];
    private int _depth;

    public override string Description => "exhaustive search";

    public override bool Fits => _depth >= _path.Count;

    public override int? Choose(IReadOnlyList<int> operations)
    {
        if (_depth == _path.Count) _path.Add((0, [.. operations]));
        var (pick, expected) = _path[_depth];
        if (!expected.SequenceEqual(operations)) return null;
        _depth++;
        return pick;
    }

    public override bool MoveNext()
    {
        _depth = 0;
        while (_path.Count > 0)
        {
            var (pick, operations) = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            if (pick + 1 == operations.Length) continue;
            _path.Add((pick + 1, operations));
            return true;
        }

        return false;
    }
}
