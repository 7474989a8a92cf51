using Holdfast.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Sqlite.Tests.Crash;

/// <summary>A process under load is killed at random moments, also while it recovers or folds; each time nothing that it said may be untrue.</summary>
public sealed class KillTests : IDisposable
{
    private static readonly int Cycles = Environment.GetEnvironmentVariable("HOLDFAST_SOAK") is null ? 15 : 250;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData]
    [InlineData("relaxed")]
    [Trait("Category", "Long")]
    [Trait("Fault", "C1")]
    [Trait("Fault", "C5")]
    [Trait("Invariant", "5")]
    [Trait("Invariant", "8")]
    public async Task Kill_AtRandomMoments_LosesNothingThatWasTold(params string[] mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test copies files that SQLite holds open.");
        var seed = TimeProvider.System.GetTimestamp();
        var random = new Random((int)seed);
        var promises = new Promises();
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            using (var subject = CrashSubject.Start(_directory["data"], mode))
            {
                promises.Add(await subject.KillAfterAsync(random.Next(1, 4000)));
            }

            // A second life that may not get beyond its recovery.
            if (cycle % 3 == 0)
            {
                using var brief = CrashSubject.Start(_directory["data"], mode);
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(60, 260)), TimeProvider.System, TestContext.Current.CancellationToken);
                promises.Add(await brief.KillNowAsync());
            }

            await CheckAsync(promises, seed);
        }
    }

    private async Task CheckAsync(Promises promises, long seed)
    {
        StoreCopies.Copy(_directory["data"], _directory["copy"]);
        await using (var recovered = SqliteStorage.Open(
            _directory["copy"],
            new SqliteSetup(new SqliteOptions(), new SessionClock(TimeProvider.System), new SessionLimits(), TimeSpan.FromHours(1), NullLogger.Instance)))
        {
            try
            {
                promises.MustBeKeptBy(recovered.Store);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}, after {promises.Count} facts: {failure.Message}", failure);
            }
        }

        Directory.Delete(_directory["copy"], recursive: true);
    }
}
