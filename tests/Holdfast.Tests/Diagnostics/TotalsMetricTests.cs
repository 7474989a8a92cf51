using System.Diagnostics.Metrics;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>The totals as metrics: a collection waits for nothing, whatever store is asked.</summary>
[Trait("Feature", "120")]
[Trait("Invariant", "7")]
public sealed class TotalsMetricTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Collect_WhileTheStoreAnswersAtOnce_ShowsTheTotalsOfNow()
    {
        await using var ground = new ManagerGround();
        using var collected = new Collected(ground);
        await ground.CreateAsync();
        var id = await ground.CreateAsync();
        await ground.Manager.EndAsync(id.Key, cancellationToken: Token);

        Assert.Equal(["active=1", "created=2", "ended=1 logged_out"], collected.Now());
    }

    [Fact]
    public async Task Collect_WhileAJournalHasToSync_ShowsTheLastTotalsAndBlocksNobody()
    {
        var journal = new ManualJournal { SyncsAtOnce = true };
        await using var ground = new ManagerGround(journal);
        using var collected = new Collected(ground);
        await ground.CreateAsync();
        Assert.Equal(["active=1", "created=1"], collected.Now());

        journal.SyncsAtOnce = false;
        var creating = ground.CreateAsync();
        Assert.Equal(["active=1", "created=1"], collected.Now());
        Assert.Equal(["active=1", "created=1"], collected.Now());

        journal.SyncsAtOnce = true;
        journal.Sync();
        await creating;
        Assert.Equal(["active=2", "created=2"], collected.Now());
    }

    [Fact]
    public async Task Collect_AfterTheJournalFailed_ShowsNoTotalsRatherThanOldOnes()
    {
        var journal = new ManualJournal { SyncsAtOnce = true };
        await using var ground = new ManagerGround(journal);
        using var collected = new Collected(ground);
        await ground.CreateAsync();
        Assert.Equal(["active=1", "created=1"], collected.Now());

        journal.SyncsAtOnce = false;
        var creating = ground.Manager.CreateAsync(new NewSession(), Token);
        journal.Fail();

        Assert.Equal(Status.Unavailable, (await creating).Status);
        Assert.Empty(collected.Now());
    }

    /// <summary>What a collection finds on the instruments of one manager's totals.</summary>
    private sealed class Collected : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<string> _measured = [];

        public Collected(ManagerGround ground)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, ground.Meters) && instrument.Name.StartsWith("holdfast.sessions.", StringComparison.Ordinal))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, measurement, tags, _) =>
            {
                var reason = tags.ToArray().FirstOrDefault(static tag => tag.Key == "reason").Value;
                _measured.Add($"{instrument.Name["holdfast.sessions.".Length..]}={measurement} {reason}".TrimEnd());
            });
            _listener.Start();
        }

        public IEnumerable<string> Now()
        {
            _measured.Clear();
            _listener.RecordObservableInstruments();
            return [.. _measured];
        }

        public void Dispose() => _listener.Dispose();
    }
}
