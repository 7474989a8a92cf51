using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Stores that break what is promised of totals, listings, tidying and cancellation.</summary>
internal static class BrokenTotals
{
    /// <summary>Defect B2: what expired still counts as alive.</summary>
    public sealed class CountsExpiredAsActive(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<SessionStatistics?> GetStatisticsAsync(CancellationToken cancellationToken) =>
            GetAsync(Inner.GetStatisticsAsync(cancellationToken));

        private static async ValueTask<SessionStatistics?> GetAsync(ValueTask<SessionStatistics?> reading)
        {
            var statistics = (await reading)!;
            return statistics with { Active = statistics.Active + statistics.Ended.GetValueOrDefault(EndReason.IdleTimeout) };
        }
    }

    /// <summary>Defect A4: counts in a second step.</summary>
    public sealed class CountsInASecondStep(IHoldfastStore inner) : DelegatingStore(inner)
    {
        private long _active;

        public override ValueTask<StoreResult> CreateAsync(in CreateCommand command, CancellationToken cancellationToken) =>
            CountAsync(Inner.CreateAsync(command, cancellationToken), 1);

        public override ValueTask<StoreResult> EndAsync(in EndCommand command, CancellationToken cancellationToken) =>
            CountAsync(Inner.EndAsync(command, cancellationToken), -1);

        public override ValueTask<SessionStatistics?> GetStatisticsAsync(CancellationToken cancellationToken) =>
            GetAsync(Inner.GetStatisticsAsync(cancellationToken));

        private async ValueTask<StoreResult> CountAsync(ValueTask<StoreResult> calling, int by)
        {
            var result = await calling;
            await Task.Yield();
            if (result.Status == Status.Ok) Interlocked.Add(ref _active, by);
            return result;
        }

        private async ValueTask<SessionStatistics?> GetAsync(ValueTask<SessionStatistics?> reading) =>
            (await reading)! with { Active = Interlocked.Read(ref _active) };
    }

    /// <summary>Shows the last session of a page again on the next.</summary>
    public sealed class RepeatsASession(IHoldfastStore inner) : DelegatingStore(inner)
    {
        private Candidate? _last;

        public override ValueTask<CandidatePage> ReadCandidatesAsync(string? subject, bool ended, string? cursor, int limit, CancellationToken cancellationToken) =>
            ReadAsync(cursor, base.ReadCandidatesAsync(subject, ended, cursor, limit, cancellationToken));

        private async ValueTask<CandidatePage> ReadAsync(string? cursor, ValueTask<CandidatePage> reading)
        {
            var page = await reading;
            var items = cursor is not null && _last is { } last ? [last, .. page.Items] : page.Items;
            _last = page.Items.Count > 0 ? page.Items[^1] : null;
            return page with { Items = items };
        }
    }

    /// <summary>Leaves out a session of every page.</summary>
    public sealed class SkipsASession(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<CandidatePage> ReadCandidatesAsync(string? subject, bool ended, string? cursor, int limit, CancellationToken cancellationToken) =>
            ReadAsync(base.ReadCandidatesAsync(subject, ended, cursor, limit, cancellationToken));

        private static async ValueTask<CandidatePage> ReadAsync(ValueTask<CandidatePage> reading)
        {
            var page = await reading;
            return page with { Items = [.. page.Items.Skip(page.Next is null ? 0 : 1)] };
        }
    }

    /// <summary>Tidies up before it lists.</summary>
    public sealed class EndsByListing(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<CandidatePage> ReadCandidatesAsync(string? subject, bool ended, string? cursor, int limit, CancellationToken cancellationToken) =>
            ReadAsync(subject, ended, cursor, limit, cancellationToken);

        private async ValueTask<CandidatePage> ReadAsync(string? subject, bool ended, string? cursor, int limit, CancellationToken cancellationToken)
        {
            var page = await base.ReadCandidatesAsync(subject, ended, cursor, limit, cancellationToken);
            if (page.Items.Count == 0) await Inner.EndAsync(new EndCommand { Key = LastCreated, Reason = EndReason.IdleTimeout }, cancellationToken);
            return page;
        }

        private SessionKey LastCreated { get; set; }

        public override ValueTask<StoreResult> CreateAsync(in CreateCommand command, CancellationToken cancellationToken)
        {
            LastCreated = command.Key;
            return Inner.CreateAsync(command, cancellationToken);
        }
    }

    /// <summary>Defect B4: looks at every session to find those that are due.</summary>
    public sealed class SweepsEverything(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<ExpireOutcome> ExpireDueAsync(int limit, CancellationToken cancellationToken) => ExpireAsync(limit, cancellationToken);

        private async ValueTask<ExpireOutcome> ExpireAsync(int limit, CancellationToken cancellationToken)
        {
            var looked = (int)(await Inner.GetStatisticsAsync(cancellationToken))!.Active;
            var outcome = await Inner.ExpireDueAsync(limit, cancellationToken);
            return outcome with { Handled = outcome.Handled + looked };
        }
    }

    /// <summary>Defect C1: tidying does nothing.</summary>
    public sealed class SweepsNothing(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<ExpireOutcome> ExpireDueAsync(int limit, CancellationToken cancellationToken) =>
            new(new ExpireOutcome(Status.Ok, 0, MayHaveMore: false));
    }

    /// <summary>Goes on whatever the caller has cancelled.</summary>
    public sealed class IgnoresCancellation(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> EndAsync(in EndCommand command, CancellationToken cancellationToken) =>
            Inner.EndAsync(command, CancellationToken.None);
    }

    /// <summary>Says "not found" when it is not there itself.</summary>
    public sealed class MistakesItsAbsenceForTheSessions(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
            LoadAsync(Inner.LoadAsync(command, cancellationToken));

        private static async ValueTask<StoreResult> LoadAsync(ValueTask<StoreResult> loading)
        {
            var result = await loading;
            return result.Status == Status.Unavailable ? StoreResult.Of(Status.NotFound) : result;
        }
    }
}
