using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Clients that call one session in random ways; what each of them calls follows from the seed and from what it was answered.</summary>
internal static class RandomClients
{
    private const int CallsOfEach = 7;

    /// <summary>Describes a history: so many clients, and where time passes one more that moves the clock.</summary>
    public static Scenario<SessionHistory> Describe(Func<Task<SessionHistory>> begin, HistoryRules rules, int clients, Func<int> seedOfRound)
    {
        var scenario = Scenario.Of(begin);
        for (var i = 1; i <= clients; i++)
        {
            var number = i;
            scenario.Operation($"client {number}", history => new Client(history, number, new Random((seedOfRound() * 31) + number)).RunAsync());
        }

        if (rules.HasTime) scenario.Operation("clock", history => PassTimeAsync(history, new Random(seedOfRound())));
        return scenario;
    }

    private static async Task PassTimeAsync(SessionHistory history, Random random)
    {
        for (var i = 0; i < CallsOfEach; i++)
        {
            await Yield.Point("before the clock moves");
            history.Advance(0, TimeSpan.FromSeconds(random.Next(1, 6)));
            if (random.Next(3) == 0) await history.Manager.Sweeper.SweepAsync(CancellationToken.None);
        }
    }

    private sealed class Client(SessionHistory history, int number, Random random)
    {
        private readonly RecordingClient _client = new(history, number);
        private Session? _seen;

        public async Task RunAsync()
        {
            for (var i = 0; i < CallsOfEach; i++)
            {
                await Yield.Point("before the call");
                await CallAsync();
            }
        }

        private Task CallAsync()
        {
            var key = "k" + random.Next(2);
            ModelValue value = random.Next(4) == 0 ? "text " + random.Next(3) : random.Next(100);
            return random.Next(22) switch
            {
                0 or 1 => _client.ReadAsync(),
                2 or 3 => _client.SetAsync(key, value),
                4 or 5 => _client.IncrementAsync(key, random.Next(1, 4)),
                6 => _client.RemoveAsync(key),
                7 => _client.SetTwoAndCountAsync(value, key),
                8 or 9 => _client.ReadModifyWriteAsync("sum"),
                10 or 11 => UpdateIfAsync(key, value),
                12 => random.Next(3) == 0 ? _client.ClearAsync() : _client.RecordAccessAsync(),
                13 => random.Next(3) == 0 ? _client.EndAsync() : _client.TouchAsync(),
                14 => history.Rules.Name is null ? _client.RegenerateAsync() : _client.CreateAsync((number * 1000) + random.Next(1000), orGet: false),
                15 or 16 => history.Rules.Name is null ? WithSecretAsync(key, value) : _client.CreateAsync((number * 1000) + random.Next(1000), orGet: true),
                17 => history.Rules.Name is not null ? _client.RegenerateAsync() : WithSecretAsync(key, value),
                _ => WithSecretAsync(key, value),
            };
        }

        private async Task UpdateIfAsync(string key, ModelValue value)
        {
            if (_seen is null || random.Next(2) == 0) _seen = (await history.Manager.GetAsync(history.Key)).Session ?? _seen;
            if (_seen is { State: SessionState.Active }) await _client.UpdateIfAsync(_seen, key, value);
        }

        private async Task WithSecretAsync(string key, ModelValue value)
        {
            // The newest mostly, but those who come with an older one are what this is about.
            var secrets = history.Secrets();
            if (secrets.Count == 0) return;
            var secret = random.Next(4) == 0 ? secrets[random.Next(secrets.Count)] : secrets[^1];
            switch (random.Next(8))
            {
                case 0:
                    await _client.OpenAsync(secret);
                    break;
                case 1:
                    await _client.TouchAsync(secret);
                    break;
                default:
                    if (await _client.OpenScopeAsync(secret) is { } scope) await UseAsync(scope, key, value);
                    break;
            }
        }

        private async Task UseAsync(RecordingScope scope, string key, ModelValue value)
        {
            for (var i = random.Next(1, 3); i > 0 && scope.IsOpen; i--)
            {
                await Yield.Point("between the calls of a scope");
                await (random.Next(12) switch
                {
                    0 => scope.ClearAsync(),
                    1 => scope.RegenerateAsync(),
                    2 => history.Rules.HasTime ? scope.RegenerateAsync() : scope.RegenerateAsync(TimeSpan.FromSeconds(30)),
                    3 => scope.SignInAsync("ada"),
                    4 => scope.EndAsync(),
                    5 or 6 or 7 => scope.IncrementAsync(key),
                    _ => scope.SetAsync(key, value),
                });
            }
        }
    }
}
