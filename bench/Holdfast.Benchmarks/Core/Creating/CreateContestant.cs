using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Creating;

/// <summary>
/// Creates sessions with five keys in a store that is empty when a slice begins, so its growth is in the time. The values of each
/// session are made beforehand, as a request would bring them.
/// </summary>
internal abstract class CreateContestant(string name) : Contestant(name)
{
    protected const int Distinct = 4096;

    protected static readonly byte[][][] Values = [.. Enumerable.Range(0, Distinct).Select(static index => Payload.Values(index))];
    protected static readonly string[] Names = [.. Enumerable.Range(0, Distinct).Select(static index => Payload.NameOf(index))];
    protected static readonly string[] Carts = [.. Enumerable.Range(0, Distinct).Select(static index => Payload.CartOf(index))];

    /// <summary>One subject for each creation of a slice, on both threads.</summary>
    protected static readonly string[] Subjects = [.. Enumerable.Range(0, 1 << 17).Select(Population.SubjectOf)];

    public static string SubjectFor(int thread, int i) => Subjects[((thread << 16) + i) & (Subjects.Length - 1)];

    public override void Check(long operations)
    {
        var held = CountHeld();
        if (held != operations)
        {
            throw new BenchmarkFailedException($"{Name}: {held} sessions are there, {operations} were created.");
        }
    }

    protected abstract long CountHeld();
}
