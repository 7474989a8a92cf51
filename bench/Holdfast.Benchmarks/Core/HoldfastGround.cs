using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Load;
using Holdfast.Model;
using Holdfast.Operations;
using Holdfast.Storage;
using Holdfast.Storage.InProcess;
using Holdfast.Time;

namespace Holdfast.Benchmarks.Core;

/// <summary>An in-process store as production makes it, the manager over it, and sessions with a subject in it.</summary>
internal sealed class HoldfastGround
{
    private static readonly HoldfastOptions Options = new();

    public HoldfastGround()
    {
        var clock = new SessionClock(TimeProvider.System);
        Store = new InProcessStore(clock, Options.Limits, Options.EndedRetention);
        Manager = new SessionManager(Store, Options, clock);
    }

    public HoldfastGround(Population population)
        : this()
    {
        for (var i = 0; i < population.Count; i++)
        {
            Create(population.Keys[i], i, Population.SubjectOf(i));
        }
    }

    public IHoldfastStore Store { get; }

    public SessionManager Manager { get; }

    public static SessionLimits Limits => Options.Limits;

    public static CreateCommand Creation(SessionKey key, in SecretDigest digest, ChangeSet changes) => new()
    {
        Key = key,
        Incarnation = key.High,
        Digest = digest,
        Type = string.Empty,
        IdleMilliseconds = (long)Timeouts.DefaultIdle.TotalMilliseconds,
        AbsoluteMilliseconds = (long)Timeouts.DefaultAbsolute.TotalMilliseconds,
        Operations = changes.Writer.WrittenMemory,
        OperationCount = changes.Writer.Count,
    };

    /// <summary>A creation's operations: the subject and the five keys.</summary>
    public static ChangeSet FirstChanges(int index, string? subject, bool isShort = false)
    {
        var changes = new ChangeSet(Limits);
        if (subject is not null)
        {
            changes.SetSubject(subject);
        }

        return changes
            .Set(Payload.Name, Payload.NameOf(index, isShort))
            .Set(Payload.Theme, Payload.ThemeText)
            .Set(Payload.Visits, index)
            .Set(Payload.Cart, Payload.CartOf(index, isShort))
            .Set(Payload.Locale, Payload.LocaleText);
    }

    public void Create(SessionKey key, int index, string? subject, bool isShort = false)
    {
        Span<byte> secret = stackalloc byte[SessionId.SecretBytes];
        RandomPool.Fill(secret);
        var command = Creation(key, SecretDigest.Of(secret), FirstChanges(index, subject, isShort));
        var created = Store.CreateAsync(command, CancellationToken.None).Result;
        if (created.Status != Status.Ok)
        {
            throw new BenchmarkFailedException($"A session was not created: {created.Status}, {created.Refusal}.");
        }
    }

    /// <summary>How many sessions live, counted from the index itself.</summary>
    public long CountLiving() => Store.GetStatisticsAsync(CancellationToken.None).Result?.ActiveActual ?? throw new BenchmarkFailedException("The store has no totals.");

    /// <summary>The visits of all sessions together.</summary>
    public long SumOfVisits(Population population)
    {
        var sum = 0L;
        foreach (var key in population.Keys)
        {
            var image = Store.LoadAsync(new LoadCommand { Key = key }, CancellationToken.None).Result.Image;
            sum += Visits(image);
        }

        return sum;
    }

    public static long Visits(SessionImage image) =>
        ImageEntries.TryFind(image, "visits"u8, out var entry) ? PackedPayload.Number(entry.Value(image.Bytes)) : throw new BenchmarkFailedException("A session has lost its visits.");
}
