namespace Holdfast.Tests;

/// <summary>
/// One step of a random sequence. All else it decides comes from its own seed, and what it refers to is counted modulo what there is: so any
/// step can be left out of a sequence and the others still mean something.
/// </summary>
internal sealed record ModelStep(ModelStepKind Kind, int Seed)
{
    private static readonly (ModelStepKind Kind, int Weight)[] Weights =
    [
        (ModelStepKind.Create, 5), (ModelStepKind.CreateNamed, 4), (ModelStepKind.GetOrCreate, 3), (ModelStepKind.Get, 4), (ModelStepKind.Open, 5),
        (ModelStepKind.Update, 16), (ModelStepKind.UpdateIf, 5), (ModelStepKind.ReadModifyWrite, 4), (ModelStepKind.RecordAccess, 3), (ModelStepKind.Touch, 3),
        (ModelStepKind.TouchById, 3), (ModelStepKind.End, 3), (ModelStepKind.Regenerate, 2), (ModelStepKind.Revoke, 2), (ModelStepKind.Advance, 8),
        (ModelStepKind.AdvanceToDeadline, 3), (ModelStepKind.Sweep, 4), (ModelStepKind.Query, 3), (ModelStepKind.Hold, 5), (ModelStepKind.HolderCommit, 9),
        (ModelStepKind.HolderRegenerate, 3), (ModelStepKind.HolderEnd, 1),
    ];

    public static IReadOnlyList<ModelStep> Sequence(int seed, int length)
    {
        var random = new Random(seed);
        var total = Weights.Sum(entry => entry.Weight);
        var steps = new List<ModelStep>(length);
        for (var i = 0; i < length; i++)
        {
            var pick = random.Next(total);
            var kind = Weights.First(entry => (pick -= entry.Weight) < 0).Kind;
            steps.Add(new ModelStep(kind, random.Next()));
        }

        return steps;
    }

    public override string ToString() => $"{Kind}({Seed})";
}
