using Holdfast.Storage;
using Holdfast.Storage.InProcess;
using Holdfast.Time;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Runs a sequence on a real manager and on the reference, comparing every answer, every record and every total after every step.</summary>
internal sealed class ModelRun : IAsyncDisposable
{
    private static readonly string[] Names = ["cart-1", "cart-2", "cart-3"];
    private static readonly string[] Subjects = ["ada", "bob"];
    private static readonly SessionLimits Limits = new() { MaxKeys = 4, MaxTags = 2, MaxValueBytes = 24, MaxSessionBytes = 110 };
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(5);

    private readonly ManualTimeProvider _time = new();
    private readonly InProcessStore _store;
    private readonly SessionManager _manager;
    private readonly ReferenceStore _reference;
    private readonly ModelCalls _calls;
    private readonly List<SessionKey> _keys = [.. Names.Select(SessionKey.FromName)];
    private readonly List<SessionId> _ids = [];
    private readonly List<SessionToken> _tokens = [];
    private readonly List<ReferenceHolder> _holders = [];

    private ModelRun(Func<IHoldfastStore, IHoldfastStore>? decorate, IJournal? journal)
    {
        var clock = new SessionClock(_time);
        var options = new HoldfastOptions { SweepInterval = TimeSpan.FromDays(40) }; // tidying is a step of its own
        (options.Limits.MaxKeys, options.Limits.MaxTags) = (Limits.MaxKeys, Limits.MaxTags);
        (options.Limits.MaxValueBytes, options.Limits.MaxSessionBytes) = (Limits.MaxValueBytes, Limits.MaxSessionBytes);
        _store = new InProcessStore(clock, options.Limits, Retention, journal);
        var called = decorate?.Invoke(_store) ?? _store;
        _manager = new SessionManager(called, options, clock);
        _reference = new ReferenceStore(Limits, Retention) { Now = _time.GetUtcNow().Ticks };
        _calls = new ModelCalls(_manager, called, _store);
    }

    /// <summary>Answers where and why the first step went wrong, or null.</summary>
    public static async Task<string?> FindFaultAsync(IReadOnlyList<ModelStep> steps, Func<IHoldfastStore, IHoldfastStore>? decorate = null)
    {
        await using var run = new ModelRun(decorate, null);
        return await run.RunAsync(steps);
    }

    /// <summary>Runs a sequence on a store with a journal that syncs at once, then hands the store to a check.</summary>
    public static async Task<string?> FindFaultAsync(IReadOnlyList<ModelStep> steps, IJournal journal, Action<InProcessStore> check)
    {
        await using var run = new ModelRun(null, journal);
        var fault = await run.RunAsync(steps);
        check(run._store);
        return fault;
    }

    public ValueTask DisposeAsync() => _manager.DisposeAsync();

    private async Task<string?> RunAsync(IReadOnlyList<ModelStep> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            try
            {
                await StepAsync(steps[i]);
                CompareState();
            }
            catch (Exception fault)
            {
                return $"step {i + 1}, {steps[i]}: {fault.Message}";
            }
        }

        return null;
    }

    private async Task StepAsync(ModelStep step)
    {
        var random = new Random(step.Seed);
        var key = _keys[random.Next(_keys.Count)];
        switch (step.Kind)
        {
            case ModelStepKind.Create:
                await CreateAsync(random, null, orGet: false);
                break;
            case ModelStepKind.CreateNamed:
                await CreateAsync(random, Names[random.Next(Names.Length)], orGet: false);
                break;
            case ModelStepKind.GetOrCreate:
                await CreateAsync(random, Names[random.Next(Names.Length)], orGet: true);
                break;
            case ModelStepKind.Get:
                Compare(_reference.Get(key), await _calls.GetAsync(key, _tokens));
                break;
            case ModelStepKind.Open:
                await OpenAsync(random, passive: random.Next(3) == 0);
                break;
            case ModelStepKind.Update:
                var operations = Operations(random);
                Compare(_reference.Update(key, operations), await _calls.UpdateAsync(key, operations, _reference.Now));
                break;
            case ModelStepKind.UpdateIf:
                await UpdateIfAsync(random, key);
                break;
            case ModelStepKind.ReadModifyWrite:
                var modifications = Operations(random);
                var read = _reference.Get(key);
                Compare(
                    read.Status == Status.Ok ? _reference.Update(key, modifications) : read,
                    await _calls.ReadModifyWriteAsync(key, modifications, _reference.Now));
                break;
            case ModelStepKind.RecordAccess:
                Compare(_reference.Update(key, [new ReferenceOperation(ReferenceOperationKind.RecordAccess)]), await _calls.RecordAccessAsync(key));
                break;
            case ModelStepKind.Touch:
                Compare(_reference.Touch(key, null), await _calls.TouchAsync(key));
                break;
            case ModelStepKind.TouchById:
                var touched = Id(random);
                Compare(_reference.Touch(touched.Key, touched), await _calls.TouchAsync(touched));
                break;
            case ModelStepKind.Hold or ModelStepKind.HolderCommit or ModelStepKind.HolderRegenerate or ModelStepKind.HolderEnd:
                await HolderStepAsync(step.Kind, random);
                break;
            default:
                await WholeStoreStepAsync(step.Kind, key, random);
                break;
        }
    }

    private async Task WholeStoreStepAsync(ModelStepKind kind, SessionKey key, Random random)
    {
        switch (kind)
        {
            case ModelStepKind.End:
                var reason = (EndReason)random.Next(1, 10);
                Compare(_reference.End(key, reason), await _calls.EndAsync(key, reason));
                break;
            case ModelStepKind.Regenerate:
                await RegenerateAsync(key);
                break;
            case ModelStepKind.Revoke:
                var subject = Subjects[random.Next(Subjects.Length)];
                SessionKey? except = random.Next(2) == 0 ? key : null;
                Compare(_reference.Revoke(subject, except), await _calls.RevokeAsync(subject, except));
                break;
            case ModelStepKind.Advance:
                Advance(random);
                break;
            case ModelStepKind.AdvanceToDeadline:
                AdvanceToDeadline(random);
                break;
            case ModelStepKind.Sweep:
                // Tidying may be a second late, and whether it is depends on the wheel: at a whole second it is not.
                Advance(TimeSpan.FromTicks((TimeSpan.TicksPerSecond - (_reference.Now % TimeSpan.TicksPerSecond)) % TimeSpan.TicksPerSecond));
                _reference.Sweep();
                await _manager.Sweeper.SweepAsync(CancellationToken.None);
                break;
            case ModelStepKind.Query:
                await QueryAsync(random);
                break;
        }
    }

    private async Task CreateAsync(Random random, string? name, bool orGet)
    {
        var operations = Operations(random).Where(operation => operation.Kind is ReferenceOperationKind.Set or ReferenceOperationKind.AddTag or ReferenceOperationKind.SetSubject)
            .DistinctBy(operation => (operation.Kind, operation.Kind == ReferenceOperationKind.SetSubject ? "" : operation.Key)).OrderBy(operation => operation.Kind switch
            {
                ReferenceOperationKind.SetSubject => 0,
                ReferenceOperationKind.AddTag => 1,
                _ => 2,
            }).ToList();
        var idle = TimeSpan.FromSeconds(random.Next(1, 900));
        var absolute = TimeSpan.FromSeconds(random.Next(2, 7200));
        var (answer, created) = await _calls.CreateAsync(name, operations, idle, absolute, orGet, _reference.Now);
        var key = created.Session?.Key ?? (name is null ? SessionKey.Issue() : SessionKey.FromName(name));
        Compare(_reference.Create(key, created.Session?.Incarnation ?? 0, created.Id, operations, idle, absolute, orGet), answer);
        if (created.Status != Status.Ok) return;
        if (!_keys.Contains(key)) _keys.Add(key);
        if (created.Id is { } id) _ids.Add(id);
        _tokens.Add(created.Session!.Token);
    }

    private async Task OpenAsync(Random random, bool passive)
    {
        var id = Id(random);
        var expected = _reference.Open(id, passive, out var holder);
        Compare(expected, await _calls.OpenAsync(id, passive));
        if (holder is not null) _holders.Add(holder);
    }

    private async Task UpdateIfAsync(Random random, SessionKey key)
    {
        if (_tokens.Count == 0) return;
        var token = _tokens[random.Next(_tokens.Count)];
        if (random.Next(2) == 0)
        {
            Compare(_reference.Get(key), await _calls.GetAsync(key, _tokens));
            token = _tokens[^1];
        }

        var operations = Operations(random);
        Compare(_reference.Update(key, operations, (token.Incarnation, token.Version)), await _calls.UpdateIfAsync(key, token, operations, _reference.Now));
    }

    private async Task RegenerateAsync(SessionKey key)
    {
        var (answer, id) = await _calls.RegenerateAsync(key);
        Compare(_reference.Update(key, [], null, id ?? SessionId.Issue(key)), answer);
        if (id is { } issued) _ids.Add(issued);
    }

    private async Task HolderStepAsync(ModelStepKind kind, Random random)
    {
        if (kind == ModelStepKind.Hold)
        {
            await OpenAsync(random, passive: false);
            return;
        }

        if (_holders.Count == 0) return;
        var at = random.Next(_holders.Count);
        var holder = _holders[at];
        if (kind == ModelStepKind.HolderEnd)
        {
            Compare(_reference.End(holder.Key, EndReason.LoggedOut, holder), await _calls.EndAsync(holder));
            return;
        }

        SessionId? secret = kind == ModelStepKind.HolderRegenerate ? SessionId.Issue(holder.Key) : null;
        var grace = TimeSpan.FromSeconds(random.Next(2) * 30);
        var operations = Operations(random);
        var expected = _reference.Commit(holder, operations, secret, grace);
        var (answer, result) = await _calls.CommitAsync(holder, operations, secret, grace, _reference.Now);
        Compare(expected, answer);
        if (result.Status != Status.Ok) return;
        _holders[at] = holder with { Base = result.Image.Version, Generation = result.Generation };
        if (secret is { } issued) _ids.Add(issued);
    }

    private async Task QueryAsync(Random random)
    {
        var subject = random.Next(2) == 0 ? Subjects[random.Next(Subjects.Length)] : null;
        var ended = random.Next(3) == 0;
        var seen = await _calls.ListAsync(subject, ended, limit: random.Next(1, 6));
        Assert.Equal(_reference.List(subject, ended).Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    private void Advance(Random random) => Advance(random.Next(5) switch
    {
        0 => TimeSpan.FromTicks(1),
        1 => TimeSpan.FromMilliseconds(random.Next(1, 2500)),
        2 => TimeSpan.FromSeconds(random.Next(1, 60)),
        3 => TimeSpan.FromSeconds(random.Next(1, 900)),
        _ => TimeSpan.FromMinutes(random.Next(1, 200)),
    });

    // To one tick before, to, or one tick after the deadline of a session that lives.
    private void AdvanceToDeadline(Random random)
    {
        var living = _reference.Records.Where(session => session.IsAlive && session.Deadline > _reference.Now + 1).ToList();
        if (living.Count > 0) Advance(TimeSpan.FromTicks(living[random.Next(living.Count)].Deadline - _reference.Now + random.Next(-1, 2)));
    }

    private void Advance(TimeSpan by)
    {
        _time.Advance(by);
        _reference.Now += by.Ticks;
    }

    private SessionId Id(Random random) =>
        _ids.Count == 0 || random.Next(12) == 0 ? SessionId.Issue(_keys[random.Next(_keys.Count)]) : _ids[random.Next(_ids.Count)];

    private List<ReferenceOperation> Operations(Random random)
    {
        var newest = _reference.Records.Select(session => session.Version).DefaultIfEmpty().Max();
        return [.. Enumerable.Range(0, random.Next(5)).Select(_ => ReferenceOperation.Random(random, newest))];
    }

    private static void Compare(ReferenceAnswer expected, ReferenceAnswer actual) => Assert.Equal(expected, actual);

    private void CompareState()
    {
        StoreIntegrity.Check(_store);
        Assert.Equal(
            _reference.Records.Select(session => session.Describe()).Order(StringComparer.Ordinal), _calls.AllRecords().Order(StringComparer.Ordinal));
        Assert.Equal(_reference.Totals, _calls.Totals());
    }
}
