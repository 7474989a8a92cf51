using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Fault K1: everybody writes one session.</summary>
[Trait("Fault", "K1")]
[Trait("Invariant", "1")]
public sealed class HotKeyTests
{
    private const int Writers = 64;
    private const int Each = 100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Increments_OfSixtyFourWriters_AddUpToWhatWasAcknowledged()
    {
        await using var ground = new ManagerGround();
        var id = await ground.CreateAsync();

        var acknowledged = await Together.RunAsync(Writers, async _ =>
        {
            var mine = 0;
            for (var i = 0; i < Each; i++) mine += (await ground.Manager.UpdateAsync(id.Key, changes => changes.Increment("n"))).IsOk ? 1 : 0;
            return mine;
        });

        // An increment depends on nobody, so none is ever refused or tried again.
        Assert.Equal(Writers * Each, acknowledged.Sum());
        Assert.Equal(Writers * Each, (await ground.Manager.GetAsync(id.Key, Token)).Session!.Data.GetInt64("n"));
    }

    [Fact]
    [Trait("Invariant", "2")]
    [Trait("Invariant", "10")]
    public async Task ReadModifyWrites_OfSixtyFourWriters_AddUpToWhatWasAcknowledgedInBoundedAttempts()
    {
        const int Attempts = 5;
        await using var ground = new ManagerGround(configure: options => options.MaxUpdateAttempts = Attempts);
        var id = await ground.CreateAsync();

        var outcomes = await Together.RunAsync(Writers, async _ =>
        {
            var (acknowledged, refused) = (0, 0);
            for (var i = 0; i < Each; i++)
            {
                var runs = 0;
                var result = await ground.Manager.UpdateAsync(id.Key, (seen, changes) =>
                {
                    runs++;
                    changes.Set("n", (seen.Data.GetInt64("n") ?? 0) + 1);
                });
                Assert.InRange(runs, 1, Attempts);
                Assert.True(result.Status is Status.Ok || (result.Status == Status.Conflict && runs == Attempts), $"{result.Status} after {runs} runs");
                acknowledged += result.IsOk ? 1 : 0;
                refused += result.IsOk ? 0 : 1;
            }

            return (Acknowledged: acknowledged, Refused: refused);
        });

        Assert.Equal(Writers * Each, outcomes.Sum(outcome => outcome.Acknowledged + outcome.Refused));
        Assert.Equal(outcomes.Sum(outcome => outcome.Acknowledged), (await ground.Manager.GetAsync(id.Key, Token)).Session!.Data.GetInt64("n"));
    }
}
