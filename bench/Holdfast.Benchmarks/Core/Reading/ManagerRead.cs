using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Reading;

/// <summary>Holdfast as an application uses it.</summary>
internal sealed class ManagerRead(string name, Sequence sequence, SessionManager manager) : ReadContestant(name, sequence)
{
    public override long Run(int thread, int start, int count)
    {
        var sum = 0L;
        var keys = Sequence.Keys[thread];
        for (var i = 0; i < count; i++)
        {
            var result = manager.GetAsync(keys[(start + i) & Sequence.Mask]).Result;
            if (result.Session is { } session)
            {
                sum += session.Data.GetInt64(Payload.Visits) ?? 0;
            }
        }

        return sum;
    }
}
