using Holdfast.Benchmarks.Core;
using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Profiling;

if (args is ["profile", ..])
{
    return Profile.Run(args[1..]);
}

string[] all = ["core"];
var areas = args.Length == 0 ? all : args;
try
{
    foreach (var area in areas)
    {
        switch (area)
        {
            case "core":
                CoreArea.Run();
                break;
            default:
                Console.Error.WriteLine($"'{area}' is no area. There are: {string.Join(", ", all)}.");
                return 2;
        }
    }

    return 0;
}
catch (BenchmarkFailedException failure)
{
    Console.Error.WriteLine($"A benchmark did not do its work: {failure.Message}");
    return 1;
}
