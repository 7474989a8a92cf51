using System.Globalization;
using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>
/// Concurrent histories of the real manager and store, recorded and judged by the linearizability checker. A failure names its seed;
/// <c>HOLDFAST_HISTORY_SEED=n</c> repeats the calls of one seed, <c>HOLDFAST_SOAK=1</c> records many more.
/// </summary>
[Trait("Invariant", "5")]
public sealed class RecordedHistoryTests(ITestOutputHelper output)
{
    private const int Clients = 4;

    public static TheoryData<string> Kinds => [.. HistoryRuns.Kinds.Keys];

    /// <summary>A store that breaks a promise, and the kind of history that shows it.</summary>
    public static TheoryData<string, string> Broken => new()
    {
        { "forgets a change", "issued" },
        { "has no fence", "issued" },
        { "ignores generations", "issued" },
        { "checks no secret", "issued" },
        { "lets the old secret touch", "issued" },
        { "answers stale state", "issued" },
        { "ends twice", "named" },
        { "forgets ends", "issued" },
        { "forgets uses", "issued, time passes" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "2")]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "4")]
    [Trait("Invariant", "6")]
    [Trait("Invariant", "7")]
    [Trait("Fault", "K1")]
    [Trait("Fault", "K3")]
    [Trait("Fault", "K4")]
    [Trait("Fault", "K5")]
    public void Histories_OfRealThreads_AreLinearizable(string kind)
    {
        foreach (var seed in Seeds()) HistoryRuns.OnRealThreads(kind, seed, Rounds, Clients);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "3")]
    public void Histories_OfRandomSchedules_AreLinearizable(string kind)
    {
        foreach (var first in Seeds())
            for (var seed = first; seed < first + Rounds; seed++) HistoryRuns.OnTheScheduler(kind, seed, Clients);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Histories_OfABrokenStore_AreFoundOutAndRepeatFromTheirSeed(string fault, string kind)
    {
        var (seed, failure) = Enumerable.Range(1, 400)
            .Select(seed => (seed, Record.Exception(() => HistoryRuns.OnTheScheduler(kind, seed, Clients, Break(fault)))))
            .First(run => run.Item2 is not null);

        output.WriteLine(failure!.Message);
        Assert.IsType<InterleavingException>(failure);
        Assert.Contains("Not linearizable", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"HOLDFAST_HISTORY_SEED={seed}", failure.Message, StringComparison.Ordinal);
        var again = Assert.Throws<InterleavingException>(() => HistoryRuns.OnTheScheduler(kind, seed, Clients, Break(fault)));
        Assert.Equal(((InterleavingException)failure).Schedule, again.Schedule);
    }

    [Theory]
    [InlineData("loses updates", "issued")]
    [InlineData("creates in two steps", "named")]
    public void Histories_OfAStoreThatIsBrokenBetweenThreads_AreFoundOut(string fault, string kind)
    {
        var failure = Assert.Throws<RaceException>(() => HistoryRuns.OnRealThreads(kind, seed: 1, rounds: 2000, Clients, Break(fault)));

        output.WriteLine(failure.Message);
        Assert.Contains("Not linearizable", failure.Message, StringComparison.Ordinal);
        Assert.Contains("HOLDFAST_HISTORY_SEED=1", failure.Message, StringComparison.Ordinal);
    }

    private static int Rounds => Environment.GetEnvironmentVariable("HOLDFAST_SOAK") == "1" ? 5_000 : 150;

    private static Func<IHoldfastStore, IHoldfastStore> Break(string fault) => fault switch
    {
        "loses updates" => store => new BrokenWrites.WritesWholeSessions(store),
        "forgets a change" => store => new BrokenWrites.ForgetsAnAcknowledgedChange(store),
        "has no fence" => store => new BrokenWrites.HasNoFence(store),
        "ignores generations" => store => new BrokenWrites.IgnoresGenerations(store),
        "checks no secret" => store => new BrokenReads.ChecksNoSecret(store),
        "lets the old secret touch" => store => new BrokenReads.LetsTheOldSecretTouch(store),
        "answers stale state" => store => new BrokenReads.AnswersStaleState(store),
        "ends twice" => store => new BrokenEnds.EndsTwice(store),
        "forgets ends" => store => new BrokenEnds.ForgetsEnds(store),
        "creates in two steps" => store => new BrokenEnds.CreatesInTwoSteps(store),
        "forgets uses" => store => new BrokenReads.ForgetsUses(store),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private IEnumerable<int> Seeds()
    {
        if (Environment.GetEnvironmentVariable("HOLDFAST_HISTORY_SEED") is { Length: > 0 } one) return [int.Parse(one, CultureInfo.InvariantCulture)];
        var fresh = Random.Shared.Next(1_000_000);
        output.WriteLine($"Seeds 1 and {fresh}.");
        return [1, fresh];
    }
}
