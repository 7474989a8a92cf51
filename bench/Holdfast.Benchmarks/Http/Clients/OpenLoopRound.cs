using Holdfast.Benchmarks.Harness;

namespace Holdfast.Benchmarks.Http.Clients;

/// <summary>One open-loop round.</summary>
/// <param name="Rate">Arrivals per second.</param>
/// <param name="Milliseconds">The latency of each request.</param>
/// <param name="Errors">Requests that failed.</param>
internal sealed record OpenLoopRound(double Rate, Samples Milliseconds, int Errors);
