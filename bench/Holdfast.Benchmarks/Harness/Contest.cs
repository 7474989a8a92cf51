using System.Diagnostics;

namespace Holdfast.Benchmarks.Harness;

/// <summary>
/// Contestants run interleaved: each round gives every one of them a slice of the same operations, and every round begins with
/// another one. The first contestant is what the others are compared with.
/// </summary>
internal sealed class Contest(IReadOnlyList<Contestant> contestants, Workers workers)
{
    // Enough calls for the optimizing compiler, with pauses for it to work in.
    private const int WarmUpCalls = 40;
    private static readonly TimeSpan WarmUpPhase = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan CompilerPause = TimeSpan.FromMilliseconds(120);

    public int Rounds { get; init; } = 9;

    public required int Operations { get; init; }

    /// <summary>Operations before each slice that are not timed, as a part of the slice's own.</summary>
    public double LeadIn { get; init; } = 0.5;

    public IReadOnlyList<int> ThreadCounts { get; init; } = [1, 2];

    /// <summary>Operations of each contestant since its start, warm-up included.</summary>
    public Dictionary<Contestant, long> Done { get; } = contestants.ToDictionary(static contestant => contestant, static _ => 0L);

    public Results Run()
    {
        var slices = (from contestant in contestants from threads in ThreadCounts select (contestant, threads))
            .ToDictionary(static key => key, static _ => new List<Slice>());
        WarmUp();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (pass, threads) in ThreadCounts.Index())
            {
                var start = ((round * ThreadCounts.Count) + pass) * Operations;
                for (var i = 0; i < contestants.Count; i++)
                {
                    var contestant = contestants[(i + round) % contestants.Count];
                    var count = (int)(Operations * contestant.Share);
                    slices[(contestant, threads)].Add(Slice(contestant, threads, start, count));
                }
            }
        }

        return new Results(
            [.. contestants.Select(static contestant => contestant.Name)],
            [.. slices.Select(static entry => new Row(entry.Key.contestant.Name, entry.Key.threads, entry.Value))]);
    }

    private void WarmUp()
    {
        for (var phase = 0; phase < 3; phase++)
        {
            foreach (var contestant in contestants)
            {
                var started = Stopwatch.GetTimestamp();
                for (var call = 0; call < WarmUpCalls || Stopwatch.GetElapsedTime(started) < WarmUpPhase; call++)
                {
                    Slice(contestant, 1, call * 997, Math.Min(500, (int)(Operations * contestant.Share)));
                }
            }

            Thread.Sleep(CompilerPause);
        }

        foreach (var contestant in contestants)
        {
            Slice(contestant, ThreadCounts.Max(), 0, (int)(Operations * contestant.Share / 4));
        }
    }

    private Slice Slice(Contestant contestant, int threads, int start, int count)
    {
        var leadIn = (int)(count * LeadIn);
        Done[contestant] += (long)threads * (count + leadIn);
        return workers.Run(contestant, threads, start, count, leadIn);
    }
}
