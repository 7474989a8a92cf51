using System.Globalization;
using Holdfast.Storage.InProcess;
using Holdfast.Time;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>
/// Fault K10: every operation is run again and again, cancelled at its first wait, its second, and so on until it ends undisturbed. It is done or it
/// was never begun, its answer says which, and whoever comes next finds nothing held.
/// </summary>
[Trait("Fault", "K10")]
public sealed class CancellationTests
{
    private static readonly Dictionary<string, Func<Ground, CancellationToken, Task<Status>>> Operations = new(StringComparer.Ordinal)
    {
        ["create"] = async (ground, token) => (await ground.Manager.CreateAsync(new NewSession { Name = "new" }, token)).Status,
        ["get or create"] = async (ground, token) => (await ground.Manager.GetOrCreateAsync(new NewSession { Name = "new" }, token)).Status,
        ["get"] = async (ground, token) => (await ground.Manager.GetAsync(ground.Key, token)).Status,
        ["open"] = async (ground, token) => (await ground.Manager.OpenAsync(ground.Id, cancellationToken: token)).Status,
        ["update"] = async (ground, token) => (await ground.Manager.UpdateAsync(ground.Key, changes => changes.Set("a", 2).Set("b", 2), token)).Status,
        ["update if"] = async (ground, token) => (await ground.Manager.UpdateIfAsync(ground.Key, ground.Seen.Token, changes => changes.Set("a", 2), token)).Status,
        ["read-modify-write"] = async (ground, token) =>
            (await ground.Manager.UpdateAsync(ground.Key, (seen, changes) => changes.Set("a", seen.Data.GetInt64("a")!.Value + 1), token)).Status,
        ["record access"] = async (ground, token) => (await ground.Manager.RecordAccessAsync(ground.Key, token)).Status,
        ["touch"] = async (ground, token) => (await ground.Manager.TouchAsync(ground.Id, token)).Status,
        ["end"] = async (ground, token) => (await ground.Manager.EndAsync(ground.Key, cancellationToken: token)).Status,
        ["regenerate"] = async (ground, token) => (await ground.Manager.RegenerateAsync(ground.Key, token)).Status,
        ["revoke"] = async (ground, token) => (await ground.Manager.RevokeSubjectAsync("ada", cancellationToken: token)).Status,
        ["scope: commit"] = async (ground, token) => (await ground.Scope().Change(changes => changes.Set("a", 2)).CommitAsync(token)).Status,
        ["scope: regenerate"] = async (ground, token) => (await ground.Scope().RegenerateAsync(TimeSpan.FromSeconds(30), token)).Status,
        ["scope: sign in"] = async (ground, token) => (await ground.Scope().SignInAsync("ada", cancellationToken: token)).Status,
        ["scope: end"] = async (ground, token) => (await ground.Scope().EndAsync(cancellationToken: token)).Status,
    };

    public static TheoryData<string> Names => [.. Operations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Invariant", "8")]
    [Trait("Invariant", "11")]
    public async Task Operation_CancelledAtEachOfItsWaits_IsDoneOrNeverBegun(string name)
    {
        var (before, after) = await UndisturbedAsync(name);

        for (var place = 1; ; place++)
        {
            await using var ground = await Ground.BeginAsync();
            using var source = new CancellationTokenSource();
            ground.Store.CancelAt(place, source);
            Status? answer = null;
            try
            {
                answer = await Operations[name](ground, source.Token);
            }
            catch (OperationCanceledException)
            {
                // Certain: it was not done.
            }

            Assert.Equal(answer is null ? before : after, await ground.DescribeAsync());
            if (answer is null) Assert.Equal(Status.Ok, await Operations[name](ground, CancellationToken.None));
            Assert.Equal(after, await ground.DescribeAsync());
            if (!ground.Store.HasCancelled) return;
        }
    }

    [Fact]
    [Trait("Invariant", "3")]
    public async Task SignIn_OnAnotherSubjectsSessionCancelledAtEachWait_NeverLeavesSomebodyHalfSignedIn()
    {
        for (var place = 1; ; place++)
        {
            await using var ground = await Ground.BeginAsync();
            using var source = new CancellationTokenSource();
            ground.Store.CancelAt(place, source);
            var scope = ground.Scope();
            var isSignedIn = false;
            try
            {
                isSignedIn = (await scope.SignInAsync("bob", cancellationToken: source.Token)).IsOk;
            }
            catch (OperationCanceledException)
            {
                // The session before is ended first, so it may be over with none in its place; never the other way round.
            }

            var totals = await ground.TotalsAsync();
            var before = await ground.InProcess.LoadAsync(new Storage.LoadCommand { Key = ground.Key }, CancellationToken.None);
            Assert.Equal(isSignedIn ? (2L, 1L) : (1L, before.Status == Status.Ok ? 1L : 0L), (totals.Created, totals.Active));
            Assert.True(!isSignedIn || before.EndReason == EndReason.Replaced);
            if (!ground.Store.HasCancelled) return;
        }
    }

    private static async Task<(string Before, string After)> UndisturbedAsync(string name)
    {
        await using var ground = await Ground.BeginAsync();
        var before = await ground.DescribeAsync();
        Assert.Equal(Status.Ok, await Operations[name](ground, CancellationToken.None));
        return (before, await ground.DescribeAsync());
    }

    /// <summary>One session of ada's, a minute old.</summary>
    private sealed class Ground : IAsyncDisposable
    {
        private readonly ManualTimeProvider _time = new();

        private Ground()
        {
            var clock = new SessionClock(_time);
            var options = new HoldfastOptions();
            InProcess = new InProcessStore(clock, options.Limits, options.EndedRetention);
            Store = new CancellingStore(InProcess);
            Manager = new SessionManager(Store, options, clock);
        }

        public InProcessStore InProcess { get; }

        public CancellingStore Store { get; }

        public SessionManager Manager { get; }

        public SessionId Id { get; private set; }

        public SessionKey Key => Id.Key;

        public Session Seen { get; private set; } = null!;

        public static async Task<Ground> BeginAsync()
        {
            var ground = new Ground();
            var data = new Dictionary<string, SessionValue>(StringComparer.Ordinal) { ["a"] = 1 };
            var created = await ground.Manager.CreateAsync(new NewSession { Subject = "ada", Data = data }, CancellationToken.None);
            (ground.Id, ground.Seen) = (created.Id!.Value, created.Session!);
            ground._time.Advance(TimeSpan.FromMinutes(1));
            return ground;
        }

        public SessionScope Scope() => Manager.OpenScope(Id, isPassive: true);

        /// <summary>All that an operation could have changed.</summary>
        public async Task<string> DescribeAsync()
        {
            var load = await InProcess.LoadAsync(new Storage.LoadCommand { Key = Key }, CancellationToken.None);
            var open = await InProcess.LoadAsync(new Storage.LoadCommand { Key = Key, Digest = Id.Digest(), CheckSecret = true }, CancellationToken.None);
            var session = new Session(load.Image, load.LastActivity, load.Epoch);
            var totals = await TotalsAsync();
            StoreIntegrity.Check(InProcess);
            var data = string.Join(", ", session.Data.Select(pair => $"{pair.Key}: {pair.Value}").Order(StringComparer.Ordinal));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{load.Status} {load.EndReason}, v{session.Version}, {session.AccessCount} accesses, used {session.LastActivityAt:O}, by {session.AuthenticatedAt:O}, {{{data}}}; opens {open.Status} {open.IsReadOnly}; {totals.Created} created, {totals.Active} active");
        }

        public async Task<SessionStatistics> TotalsAsync() => (await InProcess.GetStatisticsAsync(CancellationToken.None))!;

        public ValueTask DisposeAsync() => Manager.DisposeAsync();
    }
}
