using System.Runtime.InteropServices;
using Holdfast.Benchmarks.Load;

namespace Holdfast.Benchmarks.Core.Updating;

/// <summary>A session as one would write it by hand: a dictionary, a version, an access count and a time, changed in place under its own lock.</summary>
internal sealed class LockedEntry
{
    private readonly Dictionary<string, Field> _data = new(StringComparer.Ordinal);

    public LockedEntry(int index)
    {
        var values = Payload.Values(index);
        for (var i = 0; i < values.Length; i++)
        {
            _data[Payload.Keys[i]] = Payload.Keys[i] == Payload.Visits ? new Field { Number = index } : new Field { Bytes = values[i] };
        }
    }

    public long Version { get; private set; } = 1;

    public long AccessCount { get; private set; }

    public long LastActivity { get; private set; } = Environment.TickCount64;

    public long Visits => _data[Payload.Visits].Number;

    /// <summary>Answers the new version, or 0 when the session had expired.</summary>
    public long Update(byte[] theme, long idle)
    {
        lock (this)
        {
            var now = Environment.TickCount64;
            if (now >= LastActivity + idle)
            {
                return 0;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(_data, Payload.Visits, out _).Number++;
            CollectionsMarshal.GetValueRefOrAddDefault(_data, Payload.Theme, out _).Bytes = theme;
            AccessCount++;
            LastActivity = now;
            return ++Version;
        }
    }

    private struct Field
    {
        public long Number;
        public byte[]? Bytes;
    }
}
