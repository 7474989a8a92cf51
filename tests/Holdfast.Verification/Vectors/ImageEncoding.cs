using System.Globalization;
using System.Text.Json;

namespace Holdfast.Verification;

/// <summary>A session and the bytes of its image, for ever: durable stores hold them.</summary>
internal sealed record ImageEncoding(string Name, JsonElement Json, string Hex)
{
    public SessionKey Key => SessionKey.Parse(Json.GetProperty("key").GetString()!);

    public ulong Incarnation => ulong.Parse(Json.GetProperty("incarnation").GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public string Type => Json.GetProperty("type").GetString()!;

    public TimeSpan Idle => TimeSpan.FromMilliseconds(Json.GetProperty("idle_ms").GetInt64());

    public TimeSpan Absolute => TimeSpan.FromMilliseconds(Json.GetProperty("absolute_ms").GetInt64());

    public DateTimeOffset Created => Json.GetProperty("created").GetDateTimeOffset();

    public IReadOnlyList<JsonElement> Given => [.. Json.GetProperty("given").EnumerateArray()];

    public bool IsEnded => Json.TryGetProperty("ended", out var ended) && ended.GetBoolean();

    /// <summary>The image in words, as <c>ImageWords</c> finds them in the bytes.</summary>
    public IReadOnlyList<string> Words => [.. Json.GetProperty("words").EnumerateArray().Select(word => word.GetString()!)];

    public static ImageEncoding Parse(JsonElement json) => new(json.GetProperty("name").GetString()!, json, json.GetProperty("hex").GetString()!);
}
