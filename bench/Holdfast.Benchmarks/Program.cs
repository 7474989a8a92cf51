using Holdfast.Benchmarks.Allocations;
using Holdfast.Benchmarks.Core;
using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Http;
using Holdfast.Benchmarks.Http.Servers;
using Holdfast.Benchmarks.Memory;
using Holdfast.Benchmarks.Profiling;

var areas = new Dictionary<string, Action>(StringComparer.Ordinal)
{
    ["core"] = CoreArea.Run,
    ["allocations"] = AllocationsArea.Run,
    ["memory"] = MemoryArea.Run,
    ["http"] = HttpArea.Run,
};
try
{
    switch (args)
    {
        case ["profile", ..]:
            return Profile.Run(args[1..]);
        case ["memory-child", var row, var count]:
            return MemoryChild.Run(row, int.Parse(count));
        case ["serve", var server, var redisPort]:
            return await ServerChild.RunAsync(server, int.Parse(redisPort));
    }

    if (Array.Find(args, area => !areas.ContainsKey(area)) is { } unknown)
    {
        Console.Error.WriteLine($"'{unknown}' is no area. There are: {string.Join(", ", areas.Keys)}.");
        return 2;
    }

    foreach (var area in args.Length == 0 ? areas.Keys.ToArray() : args)
    {
        areas[area]();
    }

    return 0;
}
catch (BenchmarkFailedException failure)
{
    Console.Error.WriteLine($"A benchmark did not do its work: {failure.Message}");
    return 1;
}
