using Holdfast.Model;
using Holdfast.Operations;
using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>The golden vectors on the pure functions, recorded as applications record. <c>VectorConformance</c> runs them through stores.</summary>
public sealed class GoldenVectorTests
{
    private static readonly DateTimeOffset Created = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    // What only a store can decide is left to the conformance suite.
    public static TheoryData<string> Names => [.. VectorFile.Vectors.Values.Where(vector => vector.By != "store").Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Feature", "71")]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "2")]
    public void Apply_GoldenVector_GivesWhatTheVectorSays(string name)
    {
        var vector = VectorFile.Vectors[name];
        var session = new PureSession(
            vector.Limits, SessionKey.Issue(), 7, string.Empty, TimeSpan.FromMinutes(20), TimeSpan.FromHours(24), Created.UtcTicks,
            VectorOperations.Recording(vector.Given[0], Created));
        foreach (var given in vector.Given.Skip(1)) session.Commit(VectorOperations.Recording(given, Created), Created.UtcTicks);
        var before = session.Image.Bytes.ToArray();

        var changes = session.Record(VectorOperations.Recording(vector.Apply, Created));
        if (vector.By == "recording")
        {
            VectorExpectation.CheckRefusal(vector, changes.Error, changes.Limit);
            return;
        }

        Assert.Null(changes.Error);
        var outcome = session.Apply(changes, (Created + vector.After).UtcTicks, vector.Base, vector.CountAccess);

        Assert.Equal(before, session.Image.Bytes);
        if (!VectorExpectation.IsOk(vector))
        {
            VectorExpectation.CheckRefusal(vector, RefusalText.Of(outcome.Refusal, Detail(outcome)), outcome.Detail?.Limit);
            return;
        }

        Assert.Equal(Refusal.None, outcome.Refusal);
        VectorExpectation.CheckState(vector, new Session(outcome.Image, Created.UtcTicks, 1), Created);
        Assert.Equal(VectorExpectation.IsChange(vector), outcome.Changed);
        Assert.Equal(VectorExpectation.IsChange(vector), !ReferenceEquals(outcome.Image.Bytes, session.Image.Bytes));
        if (vector.Expected.TryGetProperty("unseen", out var unseen)) Assert.Equal(unseen.GetInt32(), outcome.OverwroteUnseen);
        if (vector.Expected.TryGetProperty("use", out var use)) Assert.Equal(use.GetBoolean(), outcome.IsUse);
        Assert.Equal(vector.Expected.TryGetProperty("regenerated", out _), outcome.Regenerated);
        if (outcome.Regenerated) Assert.True(outcome.Detail!.NewDigest.Matches(SecretDigest.Read(VectorOperations.Digest)));
    }

    private static RefusalDetail? Detail(in ApplyOutcome outcome) =>
        outcome.Detail is { } detail ? new RefusalDetail(detail.Key, detail.Limit) : null;
}
