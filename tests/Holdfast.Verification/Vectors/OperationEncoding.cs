using System.Text.Json;

namespace Holdfast.Verification;

/// <summary>Operations and the bytes that they are written as, for ever: journals hold them.</summary>
internal sealed record OperationEncoding(string Name, JsonElement Operations, string Hex)
{
    public static OperationEncoding Parse(JsonElement json) =>
        new(json.GetProperty("name").GetString()!, json.GetProperty("operations"), json.GetProperty("hex").GetString()!);
}
