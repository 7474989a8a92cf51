using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.Operations;

namespace Holdfast.Verification;

/// <summary>A vector's value: <c>{"text": …}</c>, <c>{"number": "…"}</c>, <c>{"bytes": hex}</c>, <c>{"json": …}</c>, <c>{"list": […]}</c>.</summary>
/// <remarks>Numbers are texts, because many languages read JSON numbers as doubles.</remarks>
internal static class VectorValue
{
    public static SessionValue ToValue(JsonElement json)
    {
        var value = json.EnumerateObject().First();
        return value.Name switch
        {
            "text" => value.Value.GetString()!,
            "text_of" => new string('x', value.Value.GetInt32()),
            "number" => long.Parse(value.Value.GetString()!, CultureInfo.InvariantCulture),
            "bytes" => Convert.FromHexString(value.Value.GetString()!),
            "json" => new SessionValue(SessionValueKind.Json, Encoding.UTF8.GetBytes(value.Value.GetString()!)),
            "list" => List(value.Value),
            _ => throw new InvalidDataException($"The vectors have a value of kind '{value.Name}' that nobody knows."),
        };
    }

    /// <summary>The value in words, by content: two values with the same words are equal.</summary>
    public static string Describe(SessionValue value) => value.Kind switch
    {
        SessionValueKind.List => $"[{string.Join(", ", value.AsList().Select(Describe))}]",
        SessionValueKind.Text or SessionValueKind.Json => $"{value.Kind} {JsonSerializer.Serialize(value.AsString())}",
        SessionValueKind.Number => $"{value.AsInt64()}",
        _ => $"{value.Kind} {Convert.ToHexString(value.Bytes.Span)}",
    };

    private static SessionValue List(JsonElement items)
    {
        byte[] list = [];
        foreach (var item in items.EnumerateArray())
        {
            var value = ToValue(item);
            list = ListValue.Append(list, value.Kind, value.Bytes.Span, int.MaxValue);
        }

        return new SessionValue(SessionValueKind.List, list);
    }
}
