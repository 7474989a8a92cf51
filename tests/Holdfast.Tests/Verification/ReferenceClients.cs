using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>Clients that call a <see cref="ReferenceSession"/> in random ways, and what they recorded.</summary>
internal static class ReferenceClients
{
    /// <summary>A history that replays from its seed: which client goes on at each point is random too, so calls overlap a great deal.</summary>
    /// <param name="clients">How many.</param>
    /// <param name="calls">Calls of each.</param>
    /// <param name="seed">Of the calls and the schedule.</param>
    /// <param name="endAfter">After how many of its calls the first client ends the session; beyond its calls for never.</param>
    /// <param name="unknown">One call in so many has an outcome that nobody learns, and may not have been made; 0 for none.</param>
    public static IReadOnlyList<HistoryEntry<ModelOperation, ModelOutcome>> Record(int clients, int calls, int seed, int endAfter = int.MaxValue, int unknown = 0)
    {
        var recorder = new HistoryRecorder<ModelOperation, ModelOutcome>();
        Interleavings.ExploreRandom(Describe(recorder, clients, calls, seed, endAfter, unknown), seed, schedules: 1);
        return recorder.ToHistory();
    }

    /// <summary>A history of clients on threads of their own.</summary>
    public static IReadOnlyList<HistoryEntry<ModelOperation, ModelOutcome>> RecordOnRealThreads(int clients, int calls, int seed, int endAfter)
    {
        var recorder = new HistoryRecorder<ModelOperation, ModelOutcome>();
        RealThreads.Race(Describe(recorder, clients, calls, seed, endAfter, unknown: 0), rounds: 1, seed);
        return recorder.ToHistory();
    }

    private static Scenario<ReferenceSession> Describe(HistoryRecorder<ModelOperation, ModelOutcome> recorder, int clients, int calls, int seed, int endAfter, int unknown)
    {
        var scenario = Scenario.Of(() => new ReferenceSession());
        for (var i = 0; i < clients; i++)
        {
            var client = new Client(recorder, i, new Random((seed * 1000) + i), unknown);
            var end = i == 0 ? endAfter : int.MaxValue;
            scenario.Operation($"client {i}", session => client.RunAsync(session, calls, end));
        }

        return scenario;
    }

    private sealed class Client(HistoryRecorder<ModelOperation, ModelOutcome> recorder, int number, Random random, int unknown)
    {
        private long _seenVersion = 1;
        private long _secret = 1;

        public async Task RunAsync(ReferenceSession session, int calls, int endAfter)
        {
            for (var i = 0; i < calls; i++)
            {
                var (operation, call) = i == endAfter ? (ModelOperation.End(), session => session.End("logged_out")) : i == 0 ? (ModelOperation.Create(), session => session.Create()) : Pick();
                var recorded = recorder.Begin(number, operation);
                await Yield.Point("before the call");
                var lost = unknown > 0 && i > 0 && random.Next(unknown) == 0;
                if (lost && random.Next(2) == 0) continue;
                var outcome = call(session);
                await Yield.Point("after the call");
                if (lost) continue;
                recorded.Complete(outcome);
                _seenVersion = outcome.Version ?? _seenVersion;
                // A regeneration's version is the name of the secret it issued.
                if (operation.ToString().StartsWith("Regenerate", StringComparison.Ordinal) && outcome.Status == ModelStatus.Ok) _secret = outcome.Version!.Value;
            }
        }

        private (ModelOperation Operation, Func<ReferenceSession, ModelOutcome> Call) Pick()
        {
            var (key, version, secret) = ("k" + random.Next(3), _seenVersion, _secret);
            ModelValue value = random.Next(4) == 0 ? "text " + random.Next(3) : random.Next(100);
            var by = random.Next(1, 4);
            return random.Next(16) switch
            {
                0 or 1 or 2 => (ModelOperation.Read(), session => session.Read()),
                3 or 4 or 5 => (ModelOperation.Set(key, value), session => session.Set(key, value)),
                6 or 7 or 8 or 9 => (ModelOperation.Increment("counter", by), session => session.Increment("counter", by)),
                10 => (ModelOperation.Increment(key, by), session => session.Increment(key, by)),
                11 => (ModelOperation.Remove(key), session => session.Remove(key)),
                12 => (ModelOperation.UpdateIf(version, ModelChange.Set(key, value)), session => session.Set(key, value, ifVersion: version)),
                13 => (ModelOperation.Set(key, value) with { Base = version }, session => session.Set(key, value, from: version)),
                14 => random.Next(4) == 0
                    ? (ModelOperation.Clear(), session => session.Clear())
                    : (ModelOperation.Open(secret), session => session.Open(secret)),
                _ => (ModelOperation.Regenerate() with { Secret = secret }, session => session.Regenerate(secret)),
            };
        }
    }
}
