using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>What the journal was told is enough: replayed with the pure functions, it gives the state that the store has.</summary>
public sealed class JournalReplayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1001)]
    [InlineData(2001)]
    [InlineData(3001)]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "8")]
    public async Task Replay_OfRandomSequences_GivesTheStateOfTheStore(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 20; seed++)
        {
            var journal = new ManualJournal { SyncsAtOnce = true };

            var fault = await ModelRun.FindFaultAsync(ModelStep.Sequence(seed, 120), journal, store => ReplayComparison.Check(store, JournalReplay.Of(journal.Entries)));

            Assert.True(fault is null, $"Seed {seed}: {fault}");
        }
    }
}
