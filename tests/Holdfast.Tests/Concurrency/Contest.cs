using System.Globalization;
using Holdfast.Storage;
using Holdfast.Verification;
using Call = Holdfast.Verification.HistoryEntry<Holdfast.Verification.ModelOperation, Holdfast.Verification.ModelOutcome>;

namespace Holdfast.Tests;

/// <summary>
/// Operations that meet on one session: its state for one schedule. The session has a journal whose syncs are steps of their own, half its
/// idle time has passed, and it belongs to somebody.
/// </summary>
internal sealed class Contest
{
    public const string Subject = "ada";
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> _outcomes = new(StringComparer.Ordinal);
    private int _finished;
    private (int Finished, long Synced) _checked;

    private Contest(SessionHistory history) => History = history;

    /// <summary>What can meet, by name.</summary>
    public static IReadOnlyDictionary<string, Func<Contest, int, Task<ModelOutcome?>>> Operations { get; } =
        new Dictionary<string, Func<Contest, int, Task<ModelOutcome?>>>(StringComparer.Ordinal)
        {
            ["update"] = (contest, number) => contest.Client(number).IncrementAsync("n", 1),
            ["write"] = (contest, number) => contest.InScopeAsync(number, scope => scope.SetAsync("a", number)),
            ["clear"] = (contest, number) => contest.InScopeAsync(number, scope => scope.ClearAsync()),
            ["touch"] = (contest, number) => contest.Client(number).TouchAsync(contest.First),
            ["end"] = (contest, number) => contest.Client(number).EndAsync(),
            ["revoke"] = (contest, number) => contest.Client(number).RevokeAsync(Subject),
            ["expire"] = (contest, _) => contest.ExpireAsync(),
            ["regenerate"] = (contest, number) => contest.InScopeAsync(number, scope => scope.RegenerateAsync()),
            ["rotate"] = (contest, number) => contest.InScopeAsync(number, scope => scope.RegenerateAsync(Grace)),
            ["sign-in"] = (contest, number) => contest.InScopeAsync(number, scope => scope.SignInAsync(Subject)),
        };

    public SessionHistory History { get; }

    public ManualJournal Journal => History.Journal!;

    private KnownSecret First => History.Secrets()[0];

    private int Expected { get; init; }

    // Whoever is past its deadline when it is revoked may end for either reason, which the model does not know.
    private bool IsJudged { get; init; }

    private bool HasFailed { get; set; }

    /// <summary>Describes the meeting of some operations.</summary>
    /// <param name="names">Which; the same one may occur twice.</param>
    /// <param name="syncs">Whether syncs are steps; otherwise each record is durable at once.</param>
    /// <param name="fails">Whether the journal fails at some step.</param>
    /// <param name="seen">Takes the outcomes of each schedule; none where the journal fails.</param>
    /// <param name="broken">Puts something around the store, to see that it is found out.</param>
    public static Scenario<Contest> Of(
        IReadOnlyList<string> names, bool syncs, bool fails = false, Action<string>? seen = null, Func<IHoldfastStore, IHoldfastStore>? broken = null)
    {
        var scenario = Scenario.Of(() => BeginAsync(names, syncs, broken));
        for (var i = 0; i < names.Count; i++)
        {
            var number = i + 1;
            scenario.Operation($"{names[i]} ({number})", contest => contest.RunAsync(names[number - 1], number));
        }

        if (syncs) scenario.Operation("disk", contest => contest.SyncAsync());
        if (fails) scenario.Operation("failure", contest => contest.FailAsync());
        return scenario.Always(contest => contest.MustSurviveACrash()).Check(contest => contest.CheckAsync(seen));
    }

    private static async Task<Contest> BeginAsync(IReadOnlyList<string> names, bool syncs, Func<IHoldfastStore, IHoldfastStore>? broken)
    {
        var journal = new ManualJournal { SyncsAtOnce = true };
        var rules = new HistoryRules { Subject = Subject, IdleTimeout = Half + Half, AbsoluteTimeout = TimeSpan.FromHours(1) };
        var history = await SessionHistory.BeginAsync(rules, store => new PacedStore(broken?.Invoke(store) ?? store), journal);
        history.Advance(0, Half);
        journal.SyncsAtOnce = !syncs;
        return new Contest(history)
        {
            Expected = names.Count,
            IsJudged = !(names.Contains("revoke") && names.Contains("expire")),
        };
    }

    private RecordingClient Client(int number) => new(History, number);

    private async Task RunAsync(string name, int number)
    {
        var outcome = await Operations[name](this, number);
        _outcomes[$"{number} {name}"] = outcome is null ? "unknown" : outcome.Reason is { } reason ? $"{outcome.Status} {reason}" : outcome.Status.ToString();
        _finished++;
    }

    private async Task<ModelOutcome?> InScopeAsync(int number, Func<RecordingScope, Task<ModelOutcome?>> use)
    {
        var (opened, scope) = await Client(number).TryOpenScopeAsync(First);
        return scope is null ? opened : await use(scope);
    }

    private async Task<ModelOutcome?> ExpireAsync()
    {
        History.Advance(0, Half);
        await Yield.Point("between the deadline and the sweep");
        await History.Manager.Sweeper.SweepAsync(CancellationToken.None);
        return ModelOutcome.Ok();
    }

    private async Task SyncAsync()
    {
        while (true)
        {
            await Yield.Until("something to sync, or nobody left", () => HasFailed || Journal.AppendedPosition > Journal.SyncedPosition || _finished == Expected);
            if (HasFailed || Journal.AppendedPosition == Journal.SyncedPosition) return;
            Journal.Sync();
        }
    }

    private Task FailAsync()
    {
        HasFailed = true;
        Journal.Fail();
        return Task.CompletedTask;
    }

    // Invariants 5 and 8: what everybody was told up to here, and what a crash now would leave, have one explanation together.
    private void MustSurviveACrash()
    {
        var now = (_finished, Journal.SyncedPosition);
        if (now == _checked) return;
        _checked = now;
        if (History.Clock > Half) return; // how a restart counts time is the durable store's own matter
        var recovered = Recovered();
        var end = History.Recorder.ToHistory().Max(call => Math.Max(call.Start, call.End ?? 0));
        var result = History.Check(new Call(99, ModelOperation.Read(), end + 1, end + 2, recovered));
        Assert.True(
            result.Verdict == LinearizabilityVerdict.Linearizable,
            string.Create(CultureInfo.InvariantCulture, $"A crash here would leave {recovered}, which is not what was told: {result.Verdict}{Environment.NewLine}{result.Explanation}"));
    }

    private ModelOutcome Recovered()
    {
        var replay = JournalReplay.Of(Journal.Entries.Where(entry => entry.Position <= Journal.SyncedPosition));
        var session = replay.Sessions.Values.Single();
        if (session.EndReason is { } reason) return ModelOutcome.Ended(HistoryWords.Text(reason));
        if (replay.IsRevoked(session.Image)) return ModelOutcome.Ended(HistoryWords.Text(EndReason.Revoked));
        return ModelOutcome.Ok(session.Image.Version, data: HistoryWords.Data(new SessionData(session.Image)));
    }

    private async Task CheckAsync(Action<string>? seen)
    {
        Assert.Equal(Expected, _finished);
        Journal.SyncsAtOnce = true;
        if (!HasFailed) Journal.Sync();
        var client = Client(90);
        var last = await client.ReadAsync();
        foreach (var secret in History.Secrets()) await client.OpenAsync(secret);
        if (IsJudged) History.MustBeRight("the schedule");
        else StoreIntegrity.Check(History.Store);
        if (!HasFailed) await MustAddUpAsync();
        await History.Manager.DisposeAsync();
        if (HasFailed) return;
        seen?.Invoke($"{string.Join(", ", _outcomes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value))} -> {Describe(last!)}");
    }

    // Invariant 7. A sign-in on an ended session would make another one; here each goes on only with the session it opened.
    private async Task MustAddUpAsync()
    {
        var totals = await History.Manager.GetStatisticsAsync(CancellationToken.None);
        Assert.NotNull(totals);
        Assert.Equal((1, totals.Active), (totals.Created, totals.ActiveActual));
        Assert.Equal(totals.Created, totals.Active + totals.EndedTotal);
    }

    private static string Describe(ModelOutcome last) => last.Status == ModelStatus.Ok ? $"live v{last.Version}" : last.Reason!;
}
