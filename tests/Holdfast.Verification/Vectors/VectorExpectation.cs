using System.Text.Json;

namespace Holdfast.Verification;

/// <summary>Compares a session with the state that a vector asks for. What the vector does not mention has its default.</summary>
internal static class VectorExpectation
{
    public static void CheckState(OperationVector vector, Session session, DateTimeOffset created)
    {
        var expected = vector.Expected;
        Assert.Equal(expected.GetProperty("version").GetInt64(), session.Version);
        Assert.Equal(expected.GetProperty("access_count").GetInt64(), session.AccessCount);
        Assert.Equal(Data(expected), session.Data.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => Entry(entry.Key, entry.Value, session.Data.GetVersion(entry.Key))));
        Assert.Equal(Number(expected, "fence", 0), session.Image.Numbers.Fence);
        Assert.Equal(Text(expected, "subject"), session.Subject);
        Assert.Equal(Text(expected, "display_name"), session.DisplayName);
        Assert.Equal(expected.TryGetProperty("authenticated", out var authenticated) && authenticated.GetBoolean(), session.IsAuthenticated);
        Assert.Equal(Texts(expected, "tags") ?? [], session.Tags.Where(tag => !AutomaticTags.IsReserved(tag)));
        if (expected.TryGetProperty("authenticated_ms", out var instant))
            Assert.Equal(created + TimeSpan.FromMilliseconds(instant.GetInt64()), session.AuthenticatedAt);
    }

    public static bool IsChange(OperationVector vector) => !vector.Expected.TryGetProperty("changed", out var changed) || changed.GetBoolean();

    public static bool IsOk(OperationVector vector) => vector.Expected.GetProperty("status").GetString() == "ok";

    public static void CheckRefusal(OperationVector vector, HoldfastError? error, SessionLimit? limit)
    {
        var expected = vector.Expected;
        Assert.Equal(Text(expected, "code"), error?.Code);
        if (Text(expected, "key") is { } key) Assert.Contains($"'{key}'", error!.Message, StringComparison.Ordinal);
        if (!expected.TryGetProperty("limit", out var asked))
        {
            Assert.Null(limit);
            return;
        }

        Assert.Equal((Text(asked, "name"), asked.GetProperty("maximum").GetInt64()), (limit?.Name, limit?.Maximum));
        Assert.Equal(Number(asked, "actual", limit!.Value.Actual), limit.Value.Actual);
        Assert.True(limit.Value.Actual > limit.Value.Maximum, "A limit refused what it allows.");
    }

    private static IEnumerable<string> Data(JsonElement expected) =>
        expected.GetProperty("data").EnumerateObject()
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => Entry(entry.Name, VectorValue.ToValue(entry.Value), entry.Value.GetProperty("version").GetInt64()));

    private static string Entry(string key, SessionValue value, long version) => $"{key} = {VectorValue.Describe(value)} @{version}";

    private static long Number(JsonElement json, string name, long absent) => json.TryGetProperty(name, out var number) ? number.GetInt64() : absent;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static List<string>? Texts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var texts) ? [.. texts.EnumerateArray().Select(text => text.GetString()!)] : null;
}
