using System.Buffers.Binary;

namespace Holdfast.Benchmarks.Load;

/// <summary>The sessions of a contest, named in every contestant's way. Every session has a subject of its own.</summary>
internal sealed class Population
{
    private const int Seed = 20_261_120;

    public Population(int count)
    {
        Keys = new SessionKey[count];
        Ids = new UInt128[count];
        Names = new string[count];
        var random = new Random(Seed);
        Span<byte> bytes = stackalloc byte[SessionKey.IssuedBytes];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            Keys[i] = new SessionKey(bytes);
            Ids[i] = BinaryPrimitives.ReadUInt128LittleEndian(bytes);

            // As the stock session names its blobs.
            Names[i] = new Guid(bytes).ToString();
        }
    }

    public int Count => Keys.Length;

    public SessionKey[] Keys { get; }

    public UInt128[] Ids { get; }

    public string[] Names { get; }

    public static string SubjectOf(int index) => $"user-{index:D7}";
}
