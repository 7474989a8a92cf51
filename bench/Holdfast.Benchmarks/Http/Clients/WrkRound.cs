using System.Runtime.InteropServices;

namespace Holdfast.Benchmarks.Http.Clients;

/// <summary>What one round gave.</summary>
/// <param name="RequestsPerSecond">Its rate.</param>
/// <param name="Requests">Requests answered in time; up to one more for each connection was begun.</param>
/// <param name="P99Milliseconds">Its 99th percentile, closed loop.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WrkRound(double RequestsPerSecond, long Requests, double P99Milliseconds);
