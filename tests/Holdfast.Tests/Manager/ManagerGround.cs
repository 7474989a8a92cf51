using Holdfast.Storage.InProcess;
using Holdfast.Time;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>A session manager on the in-process store and a clock that the test moves.</summary>
internal sealed class ManagerGround : IAsyncDisposable
{
    public ManagerGround(ManualJournal? journal = null, Action<HoldfastOptions>? configure = null)
    {
        var options = new HoldfastOptions();
        configure?.Invoke(options);
        var clock = new SessionClock(Time);
        Manager = new SessionManager(new InProcessStore(clock, options.Limits, options.EndedRetention, journal), options, clock, null, Meters);
    }

    public ManualTimeProvider Time { get; } = new();

    public OwnMeters Meters { get; } = new();

    public SessionManager Manager { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The secret id of a new session that holds <c>a = 1</c>.</summary>
    public async Task<SessionId> CreateAsync()
    {
        var data = new Dictionary<string, SessionValue>(StringComparer.Ordinal) { ["a"] = 1 };
        return (await Manager.CreateAsync(new NewSession { Data = data }, Token)).Id!.Value;
    }

    public async Task<SessionScope> ScopeAsync(SessionId id)
    {
        var scope = Manager.OpenScope(id);
        await scope.LoadAsync(Token);
        return scope;
    }

    public ValueTask DisposeAsync() => Manager.DisposeAsync();
}
