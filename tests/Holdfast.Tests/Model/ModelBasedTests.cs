using System.Globalization;
using Holdfast.Storage;

namespace Holdfast.Tests;

/// <summary>
/// Random sequences of calls on the real manager and store against a naive reference. A failure names the seed and the shortest sequence found
/// that still fails; <c>HOLDFAST_MODEL_SEED=n</c> repeats one seed, <c>HOLDFAST_SOAK=1</c> runs many more.
/// </summary>
public sealed class ModelBasedTests(ITestOutputHelper output)
{
    private const int Length = 80;

    [Fact]
    [Trait("Feature", "105")]
    [Trait("Feature", "10")]
    [Trait("Feature", "55")]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "2")]
    [Trait("Invariant", "3")]
    [Trait("Invariant", "4")]
    [Trait("Invariant", "5")]
    [Trait("Invariant", "6")]
    [Trait("Invariant", "7")]
    public async Task Sequences_OfRandomCalls_AgreeWithTheReference()
    {
        var seeds = Environment.GetEnvironmentVariable("HOLDFAST_MODEL_SEED") is { Length: > 0 } one
            ? [int.Parse(one, CultureInfo.InvariantCulture)]
            : Enumerable.Range(1, 200).Concat(Enumerable.Range(0, Rounds).Select(_ => Random.Shared.Next()));
        foreach (var seed in seeds)
        {
            var steps = ModelStep.Sequence(seed, Length);
            if (await ModelRun.FindFaultAsync(steps) is null) continue;
            var shortest = await ShrinkAsync(steps, sequence => ModelRun.FindFaultAsync(sequence));
            Assert.Fail(
                $"Seed {seed} (HOLDFAST_MODEL_SEED={seed} repeats it). {shortest.Count} steps are enough: {string.Join(", ", shortest)}.{Environment.NewLine}"
                + await ModelRun.FindFaultAsync(shortest));
        }

        output.WriteLine($"{200 + Rounds} sequences of {Length} steps.");
    }

    [Theory]
    [InlineData("forgets a change")]
    [InlineData("revives")]
    [InlineData("has no fence")]
    [InlineData("ignores generations")]
    [InlineData("reads nothing new")]
    [Trait("Feature", "105")]
    public async Task Sequences_OnABrokenStore_AreToldAndCutShort(string fault)
    {
        Func<IHoldfastStore, IHoldfastStore> broken = fault switch
        {
            "forgets a change" => store => new BrokenWrites.ForgetsAnAcknowledgedChange(store),
            "revives" => store => new BrokenEnds.RevivesByWriting(store),
            "has no fence" => store => new BrokenWrites.HasNoFence(store),
            "ignores generations" => store => new BrokenWrites.IgnoresGenerations(store),
            _ => store => new BrokenReads.AnswersStaleState(store),
        };

        for (var seed = 1; seed <= 200; seed++)
        {
            var steps = ModelStep.Sequence(seed, Length);
            if (await ModelRun.FindFaultAsync(steps, broken) is null) continue;
            var shortest = await ShrinkAsync(steps, sequence => ModelRun.FindFaultAsync(sequence, broken));
            Assert.InRange(shortest.Count, 1, 20);
            return;
        }

        Assert.Fail("Two hundred sequences did not notice.");
    }

    private static int Rounds => Environment.GetEnvironmentVariable("HOLDFAST_SOAK") == "1" ? 20_000 : 100;

    // Leaves out ever smaller stretches as long as the rest still fails.
    private static async Task<IReadOnlyList<ModelStep>> ShrinkAsync(IReadOnlyList<ModelStep> steps, Func<IReadOnlyList<ModelStep>, Task<string?>> find)
    {
        for (var size = steps.Count / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= steps.Count;)
            {
                List<ModelStep> without = [.. steps.Take(start), .. steps.Skip(start + size)];
                if (await find(without) is null) start += size;
                else steps = without;
            }
        }

        return steps;
    }
}
