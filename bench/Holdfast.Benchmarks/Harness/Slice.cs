using System.Runtime.InteropServices;

namespace Holdfast.Benchmarks.Harness;

/// <summary>One contestant's part of one round.</summary>
/// <param name="NanosecondsPerOperation">Wall time by operations of all threads together.</param>
/// <param name="BytesPerOperation">Allocated by the measuring threads.</param>
/// <param name="Collections">How many garbage collections, of any generation, fell into it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Slice(double NanosecondsPerOperation, double BytesPerOperation, int Collections);
