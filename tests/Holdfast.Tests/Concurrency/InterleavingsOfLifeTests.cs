using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>
/// What can happen to a session at the same time, in every order of its steps: calls of the store, syncs of the journal, the clock. After
/// every step what was told and what a crash would leave have one explanation; after every schedule the outcomes are linearizable, the store agrees with
/// itself, and the totals add up.
/// </summary>
[Trait("Invariant", "1")]
[Trait("Invariant", "2")]
[Trait("Invariant", "3")]
[Trait("Invariant", "4")]
[Trait("Invariant", "5")]
[Trait("Invariant", "6")]
[Trait("Invariant", "7")]
[Trait("Invariant", "8")]
[Trait("Fault", "K3")]
[Trait("Fault", "K4")]
[Trait("Fault", "K5")]
public sealed class InterleavingsOfLifeTests(ITestOutputHelper output)
{
    public static TheoryData<string> Pairs => [.. PairOutcomes.ByPair.Keys];

    /// <summary>Those whose answers depend on somebody else's change.</summary>
    public static TheoryData<string> PairsThatDepend => [.. PairOutcomes.ByPair.Where(pair => pair.Value.Count > 1 && !pair.Key.Contains("rotate", StringComparison.Ordinal)).Select(pair => pair.Key)];

    /// <summary>Each operation as the first of its triples.</summary>
    public static TheoryData<string> Firsts => [.. Contest.Operations.Keys.Take(Contest.Operations.Count - 2)];

    [Fact]
    public void PairOutcomes_OfAllOperations_AreThere()
    {
        var names = Contest.Operations.Keys.ToList();

        var pairs = names.SelectMany((first, i) => names.Skip(i).Select(second => $"{first} + {second}"));

        Assert.Equal(pairs, PairOutcomes.ByPair.Keys);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Pair_InEveryInterleavingWithTheJournal_HasTheseOutcomesAndNoOthers(string pair)
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);

        var schedules = Interleavings.ExploreAll(Contest.Of(pair.Split(" + "), syncs: true, seen: outcome => seen.Add(outcome)));

        output.WriteLine($"{schedules} schedules.");
        Assert.Equal(PairOutcomes.ByPair[pair], seen);
    }

    [Theory]
    [MemberData(nameof(PairsThatDepend))]
    public void Pair_WithTheJournalFailingAtAnyStep_TellsNothingThatACrashTakesBack(string pair)
    {
        var schedules = Interleavings.ExploreAll(Contest.Of(pair.Split(" + "), syncs: true, fails: true));

        output.WriteLine($"{schedules} schedules.");
    }

    [Theory]
    [MemberData(nameof(Firsts))]
    public void Triples_InEveryInterleaving_AreLinearizable(string first)
    {
        var later = Contest.Operations.Keys.SkipWhile(name => name != first).Skip(1).ToList();
        var schedules = 0;

        foreach (var (second, i) in later.Select((name, i) => (name, i)))
            foreach (var third in later.Skip(i + 1)) schedules += Interleavings.ExploreAll(Contest.Of([first, second, third], syncs: false));

        output.WriteLine($"{schedules} schedules.");
    }

    [Theory]
    [MemberData(nameof(Firsts))]
    public void Triples_InRandomInterleavingsWithTheJournal_AreLinearizable(string first)
    {
        var later = Contest.Operations.Keys.SkipWhile(name => name != first).Skip(1).ToList();
        var seed = Random.Shared.Next(1_000_000);
        output.WriteLine($"Seed {seed}; a failure names the schedule, which repeats it.");

        foreach (var (second, i) in later.Select((name, i) => (name, i)))
        {
            foreach (var third in later.Skip(i + 1))
            {
                var triple = Contest.Of([first, second, third], syncs: true, fails: seed % 2 == 0);
                Interleavings.ExploreRandom(triple, seed, Schedules);
                Interleavings.ExplorePriorities(triple, seed, Schedules);
            }
        }
    }

    [Theory]
    [InlineData("regenerate + write", "ignores generations")]
    [InlineData("clear + write", "has no fence")]
    [InlineData("end + update", "revives")]
    [InlineData("expire + touch", "forgets uses")]
    public void Pair_OnABrokenStore_IsFoundOut(string pair, string fault)
    {
        Func<IHoldfastStore, IHoldfastStore> broken = fault switch
        {
            "ignores generations" => store => new BrokenWrites.IgnoresGenerations(store),
            "has no fence" => store => new BrokenWrites.HasNoFence(store),
            "revives" => store => new BrokenEnds.RevivesByWriting(store),
            _ => store => new ForgetsTouches(store),
        };

        var failure = Assert.Throws<InterleavingException>(() => Interleavings.ExploreAll(Contest.Of(pair.Split(" + "), syncs: true, broken: broken)));

        Assert.Equal(InterleavingFailure.Check, failure.Failure);
        Assert.Contains("Not linearizable", failure.Message, StringComparison.Ordinal);
    }

    private static int Schedules => Environment.GetEnvironmentVariable("HOLDFAST_SOAK") == "1" ? 2000 : 10;

    /// <summary>Says that it touched.</summary>
    private sealed class ForgetsTouches(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> TouchAsync(in TouchCommand command, CancellationToken cancellationToken) =>
            Inner.LoadAsync(new LoadCommand { Key = command.Key }, cancellationToken);
    }
}
