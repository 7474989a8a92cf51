using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>Every golden vector through a whole store: what is applied, told and kept.</summary>
/// <typeparam name="THarness">Makes the store.</typeparam>
public class VectorConformance<THarness> : StoreConformance<THarness>
    where THarness : StoreHarness, new()
{
    [Theory]
    [MemberData(nameof(VectorFile.Names), MemberType = typeof(VectorFile))]
    [Trait("Feature", "104")]
    [Trait("Feature", "71")]
    [Trait("Invariant", "1")]
    [Trait("Invariant", "2")]
    public async Task Apply_GoldenVector_GivesWhatTheVectorSays(string name)
    {
        var vector = VectorFile.Vectors[name];
        await using var harness = new THarness();
        await harness.OpenAsync(new StoreSettings { Limits = vector.Limits });
        var client = new StoreClient(harness);
        var created = harness.Now;
        var session = await GivenAsync(client, vector, created);
        var before = await client.LoadAsync(session.Key);
        await harness.AdvanceAsync(vector.After);

        var changes = new ChangeSet(vector.Limits);
        VectorOperations.Recording(vector.Apply, created)(changes);
        if (vector.By == "recording")
        {
            VectorExpectation.CheckRefusal(vector, changes.Error, changes.Limit);
            Assert.Equal(vector.Expected.GetProperty("status").GetString(), changes.Limit is null ? "invalid" : "limited");
            return;
        }

        Assert.Null(changes.Error);
        var result = await harness.Store.ApplyAsync(
            new ApplyCommand
            {
                Key = session.Key,
                Incarnation = session.Incarnation,
                Base = vector.Base,
                Expected = vector.ExpectedVersion == 0 ? default : client.TokenOf(session, vector.ExpectedVersion),
                Operations = changes.Writer.WrittenMemory,
                OperationCount = changes.Writer.Count,
                CountAccess = vector.CountAccess,
                IsPassive = vector.IsPassive,
            },
            TestContext.Current.CancellationToken);

        var after = await client.LoadAsync(session.Key);
        if (!VectorExpectation.IsOk(vector))
        {
            Assert.Equal(vector.Expected.GetProperty("status").GetString(), result.Status.ToString(), ignoreCase: true);
            VectorExpectation.CheckRefusal(vector, RefusalText.Of(result), result.Detail?.Limit);
            Expect.SameState(before.Image, after.Image);
            Assert.Equal(before.LastActivity, after.LastActivity);
            Expect.Ok(await client.OpenAsync(session.Secret));
            return;
        }

        Expect.Ok(result);
        VectorExpectation.CheckState(vector, StoreClient.View(result), created);
        VectorExpectation.CheckState(vector, StoreClient.View(after), created);
        CheckActivity(vector, harness, created, before, after);
        if (vector.Expected.TryGetProperty("unseen", out var unseen)) Assert.Equal(unseen.GetInt32(), result.OverwroteUnseen);
        if (vector.Expected.TryGetProperty("regenerated", out _)) Assert.NotEqual(Status.NotFound, (await client.OpenAsync(session.Secret)).Status);
        else Expect.Ok(await client.OpenAsync(session.Secret));
    }

    private static async Task<Holder> GivenAsync(StoreClient client, OperationVector vector, DateTimeOffset created)
    {
        var session = await client.CreateAsync(VectorOperations.Recording(vector.Given[0], created));
        foreach (var given in vector.Given.Skip(1))
            Expect.Ok(await client.ApplyAsync(session.Key, VectorOperations.Recording(given, created)));
        return session;
    }

    private static void CheckActivity(OperationVector vector, StoreHarness harness, DateTimeOffset created, in StoreResult before, in StoreResult after)
    {
        var expected = vector.Expected;
        if (expected.TryGetProperty("last_activity_ms", out var at) && harness.ClockStandsStill)
            Assert.Equal(created + TimeSpan.FromMilliseconds(at.GetInt64()), new DateTimeOffset(after.LastActivity, TimeSpan.Zero));
        if (vector.After == TimeSpan.Zero || !expected.TryGetProperty("use", out var use)) return;
        if (use.GetBoolean()) Assert.True(after.LastActivity >= before.LastActivity + vector.After.Ticks, "It was a use, and the activity did not move.");
        else Assert.Equal(before.LastActivity, after.LastActivity);
    }
}
