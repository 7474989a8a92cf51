using Holdfast.Storage;
using Holdfast.Storage.InProcess;
using Holdfast.Time;
using Holdfast.Verification;
using Call = Holdfast.Verification.HistoryEntry<Holdfast.Verification.ModelOperation, Holdfast.Verification.ModelOutcome>;

namespace Holdfast.Tests;

/// <summary>One session of a real manager and store, what its clients called and what they were answered.</summary>
internal sealed class SessionHistory
{
    private readonly Lock _gate = new();
    private readonly List<KnownSecret> _secrets = [];

    private SessionHistory(HistoryRules rules, Func<IHoldfastStore, IHoldfastStore>? decorate, ManualJournal? journal)
    {
        Rules = rules;
        Journal = journal;
        var clock = new SessionClock(Time);
        var options = new HoldfastOptions { SweepInterval = TimeSpan.FromHours(1) }; // tidying is a call of its own
        Store = new InProcessStore(clock, options.Limits, options.EndedRetention, journal);
        Manager = new SessionManager(decorate?.Invoke(Store) ?? Store, options, clock);
    }

    public HistoryRules Rules { get; }

    public ManualTimeProvider Time { get; } = new();

    public ManualJournal? Journal { get; }

    public InProcessStore Store { get; }

    public SessionManager Manager { get; }

    public SessionKey Key { get; private set; }

    public HistoryRecorder<ModelOperation, ModelOutcome> Recorder { get; } = new();

    /// <summary>The instant that the clock was last moved to, since the history began.</summary>
    public TimeSpan Clock { get; private set; }

    /// <summary>Begins a history; a session with an issued key is created first, as its first call.</summary>
    public static async Task<SessionHistory> BeginAsync(
        HistoryRules rules, Func<IHoldfastStore, IHoldfastStore>? decorate = null, ManualJournal? journal = null)
    {
        var history = new SessionHistory(rules, decorate, journal);
        if (rules.Name is { } name) history.Key = SessionKey.FromName(name);
        else await history.CreateIssuedAsync();
        return history;
    }

    public NewSession Fresh(IReadOnlyDictionary<string, SessionValue>? data = null) => new()
    {
        Name = Rules.Name,
        Subject = Rules.Subject,
        Data = data,
        IdleTimeout = Rules.IdleTimeout,
        AbsoluteTimeout = Rules.AbsoluteTimeout,
    };

    public void Learn(SessionId id, Session session)
    {
        lock (_gate) _secrets.Add(new KnownSecret(id, session.Version, HistoryWords.Incarnation(session)));
    }

    /// <summary>The ids given out so far, oldest first.</summary>
    public IReadOnlyList<KnownSecret> Secrets()
    {
        lock (_gate) return [.. _secrets];
    }

    /// <summary>Moves the clock. One client at a time.</summary>
    public void Advance(int client, TimeSpan by)
    {
        var call = Recorder.Begin(client, ModelOperation.AdvanceClock(Clock + by));
        Time.Advance(by);
        Clock += by;
        call.Complete(ModelOutcome.Ok());
    }

    /// <summary>As <see cref="MustBeRight"/>, and then takes everything down.</summary>
    public async Task MustHaveBeenRightAsync(string which)
    {
        MustBeRight(which);
        await Manager.DisposeAsync();
    }

    public LinearizabilityResult<ModelOperation, ModelOutcome> Check(params IEnumerable<Call> more) =>
        Linearizability.Check(Rules.Model, Recorder.ToHistory().Concat(more));

    /// <summary>Nobody calls any more: the history has an explanation, and the store agrees with itself (Invariants 5 and 7).</summary>
    public void MustBeRight(string which)
    {
        var result = Check();
        Assert.True(result.Verdict == LinearizabilityVerdict.Linearizable, $"{which}: {result.Verdict}{Environment.NewLine}{result.Explanation}");
        StoreIntegrity.Check(Store);
    }

    private async Task CreateIssuedAsync()
    {
        var call = Recorder.Begin(0, ModelOperation.Create());
        var created = await Manager.CreateAsync(Fresh());
        Key = created.Session!.Key;
        call.Complete(HistoryWords.Of(created)!);
        Learn(created.Id!.Value, created.Session);
    }
}
