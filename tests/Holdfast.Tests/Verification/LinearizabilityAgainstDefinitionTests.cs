using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>The checker must agree with the plain definition on thousands of small random histories, right and wrong ones.</summary>
[Trait("Fault", "K1")]
public sealed class LinearizabilityAgainstDefinitionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Check_RandomRegisterHistories_AgreesWithTheDefinition(int seed) => Agree(
        new RegisterModel(),
        seed,
        (random, _) => random.Next(5) switch
        {
            0 or 1 => RegisterModel.Read,
            2 => RegisterModel.Write(random.Next(3)),
            3 => RegisterModel.Swap(random.Next(3), random.Next(3)),
            _ => RegisterModel.Toss,
        });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Check_RandomSessionHistories_AgreesWithTheDefinition(int seed) => Agree(new SessionModel(), seed, RandomOperation);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Check_RandomTimedSessionHistories_AgreesWithTheDefinition(int seed) => Agree(
        new SessionModel(new ModelRules { IdleTimeout = TimeSpan.FromSeconds(2), AbsoluteTimeout = TimeSpan.FromSeconds(5), Grace = TimeSpan.FromSeconds(1), IsNamed = true }),
        seed,
        (random, place) => place > 0 && random.Next(3) == 0 ? ModelOperation.AdvanceClock(TimeSpan.FromSeconds(random.Next(8))) : RandomOperation(random, place));

    private static ModelOperation RandomOperation(Random random, int place) => (place == 0 ? 0 : random.Next(12)) switch
    {
        0 => ModelOperation.Create(),
        1 => ModelOperation.GetOrCreate(),
        2 => ModelOperation.Read(),
        3 => ModelOperation.Open(random.Next(1, 3)),
        4 => ModelOperation.Touch(),
        5 => ModelOperation.End(random.Next(2) == 0 ? "logged_out" : "revoked"),
        6 => ModelOperation.Expire(),
        7 => ModelOperation.Clear() with { Base = random.Next(1, 4) },
        8 => ModelOperation.Regenerate(grace: random.Next(2) == 0) with { Secret = random.Next(1, 3) },
        9 => ModelOperation.UpdateIf(random.Next(1, 4), ModelChange.Set("a", random.Next(2))),
        10 => ModelOperation.Increment("a", random.Next(2)),
        _ => ModelOperation.Set("a", random.Next(2)) with { Base = random.Next(1, 4) },
    };

    private static void Agree<TState, TOperation, TOutcome>(SequentialModel<TState, TOperation, TOutcome> model, int seed, Func<Random, int, TOperation> operation)
        where TState : IEquatable<TState>
    {
        var random = new Random(seed);
        var (right, wrong) = (0, 0);
        for (var i = 0; i < 2000; i++)
        {
            var history = SmallHistory(model, random, operation);
            var result = Linearizability.Check(model, history);
            var expected = DefinitionOfLinearizability.Holds(model, history);
            Assert.True(expected == (result.Verdict == LinearizabilityVerdict.Linearizable), $"seed {seed}, history {i}: {result.Verdict}\n{string.Join('\n', history)}\n{result.Explanation}");
            if (expected) DefinitionOfLinearizability.MustBeProvedBy(model, history, result.Order);
            (right, wrong) = expected ? (right + 1, wrong) : (right, wrong + 1);
        }

        // Agreement on one kind only would prove little.
        Assert.True(right > 300 && wrong > 300, $"seed {seed}: {right} right, {wrong} wrong");
    }

    /// <summary>Up to six calls with the outcomes of some order inside their intervals; in most, one outcome or one interval is then changed.</summary>
    private static List<HistoryEntry<TOperation, TOutcome>> SmallHistory<TState, TOperation, TOutcome>(
        SequentialModel<TState, TOperation, TOutcome> model, Random random, Func<Random, int, TOperation> operation)
        where TState : IEquatable<TState>
    {
        var count = random.Next(3, 7);
        // A new call at every unit of time; some last long, most are over soon.
        var instants = Enumerable.Range(0, count).Select(i => (Start: (double)i, End: i + (random.NextDouble() * (random.Next(3) == 0 ? 5 : 1.5)))).ToArray();
        var order = instants.SelectMany(instant => new[] { instant.Start, instant.End }).Order().ToList();
        var calls = new List<HistoryEntry<TOperation, TOutcome>>();
        var state = model.Initial;
        foreach (var (start, end) in instants.OrderBy(instant => instant.Start + (random.NextDouble() * (instant.End - instant.Start))))
        {
            var called = operation(random, calls.Count);
            var steps = model.StepsFrom(state, called).ToArray();
            var step = steps[random.Next(steps.Length)];
            var unknown = random.Next(6) == 0;
            if (!unknown || random.Next(2) == 0) state = step.Next;
            calls.Add(new HistoryEntry<TOperation, TOutcome>(calls.Count, called, order.IndexOf(start), unknown ? null : order.IndexOf(end), step.Outcome));
        }

        var (one, other) = (random.Next(count), random.Next(count));
        if (random.Next(2) == 0) calls[one] = calls[one] with { Outcome = calls[other].Outcome };
        if (random.Next(2) == 0) (calls[one], calls[other]) = (calls[one] with { Operation = calls[other].Operation }, calls[other] with { Operation = calls[one].Operation });
        return calls;
    }
}
