using System.Collections.Concurrent;
using System.Diagnostics;
using Holdfast.Benchmarks.Core;
using Holdfast.Benchmarks.Core.Creating;
using Holdfast.Benchmarks.Core.Reading;
using Holdfast.Benchmarks.Core.Updating;
using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Profiling;

/// <summary>Runs one contestant alone for a while, for a profiler to look at: <c>profile WORK [SESSIONS] [SECONDS]</c>.</summary>
internal static class Profile
{
    private const int Operations = 50_000;

    public static int Run(string[] arguments)
    {
        var work = arguments.ElementAtOrDefault(0) ?? "";
        var sessions = int.Parse(arguments.ElementAtOrDefault(1) ?? "100000");
        var time = TimeSpan.FromSeconds(int.Parse(arguments.ElementAtOrDefault(2) ?? "5"));
        var population = new Population(sessions);
        var sequence = sessions == 1 ? Sequence.Hot(population, Workers.Most) : Sequence.Zipf(population, Workers.Most);
        if (Make(work, population, sequence) is not { } contestant)
        {
            Console.Error.WriteLine("profile read|read-manager|read-limit|update|update-manager|update-limit|create|create-manager [SESSIONS] [SECONDS]");
            return 2;
        }

        using var workers = new Workers();
        var begun = Stopwatch.GetTimestamp();
        var times = new List<double>();
        for (var slice = 0; Stopwatch.GetElapsedTime(begun) < time; slice++)
        {
            times.Add(workers.Run(contestant, 1, slice * Operations, Operations, 0).NanosecondsPerOperation);
        }

        Console.WriteLine($"{contestant.Name}: {new Samples(times).Median:0.0} ns/op, of {sessions:N0} sessions");
        return 0;
    }

    private static Contestant? Make(string work, Population population, Sequence sequence) => work switch
    {
        "read" => new StoreRead(work, sequence, new HoldfastGround(population).Store),
        "read-manager" => new ManagerRead(work, sequence, new HoldfastGround(population).Manager),
        "read-limit" => new DictionaryRead(
            work,
            sequence,
            new ConcurrentDictionary<UInt128, byte[]>(population.Ids.Select(static (id, index) => KeyValuePair.Create(id, PackedPayload.Pack(index))))),
        "update" => new StoreUpdate(work, sequence, population, new HoldfastGround(population)),
        "update-manager" => new ManagerUpdate(work, sequence, population, new HoldfastGround(population)),
        "update-limit" => new LockedUpdate(work, sequence, population),
        "create" => new StoreCreate(work),
        "create-manager" => new ManagerCreate(work),
        _ => null,
    };
}
