using System.Runtime.InteropServices;

namespace Holdfast.Benchmarks.Harness;

/// <summary>One contestant's part of one round.</summary>
/// <param name="NanosecondsPerOperation">Wall time by operations of all threads together.</param>
/// <param name="BytesPerOperation">Allocated by the measuring threads.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Slice(double NanosecondsPerOperation, double BytesPerOperation);
