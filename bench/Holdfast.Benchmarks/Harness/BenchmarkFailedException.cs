namespace Holdfast.Benchmarks.Harness;

/// <summary>An operation did not do its work, so its time means nothing: the run ends.</summary>
internal sealed class BenchmarkFailedException(string message) : Exception(message);
