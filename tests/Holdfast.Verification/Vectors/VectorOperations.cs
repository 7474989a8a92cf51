using System.Globalization;
using System.Text.Json;

namespace Holdfast.Verification;

/// <summary>Records a vector's operations in a change set, as an application would.</summary>
internal static class VectorOperations
{
    /// <summary>The digest that a vector's regeneration sets: of no secret that exists.</summary>
    public static ReadOnlySpan<byte> Digest => "0123456789abcdef0123456789abcdef"u8;

    public static Action<ChangeSet> Recording(JsonElement operations, DateTimeOffset created) => changes =>
    {
        foreach (var operation in operations.EnumerateArray()) Record(changes, operation, created);
    };

    private static void Record(ChangeSet changes, JsonElement operation, DateTimeOffset created)
    {
        switch (operation[0].GetString())
        {
            case "set":
                Set(changes, Text(operation, 1), operation[2]);
                break;
            case "set_if_absent":
                changes.SetIfAbsent(Text(operation, 1), VectorValue.ToValue(operation[2]));
                break;
            case "remove":
                changes.Remove(Text(operation, 1));
                break;
            case "clear":
                changes.Clear();
                break;
            case "increment":
                changes.Increment(Text(operation, 1), long.Parse(Text(operation, 2), CultureInfo.InvariantCulture));
                break;
            case "append":
                changes.Append(Text(operation, 1), VectorValue.ToValue(operation[2]), operation[3].GetInt32());
                break;
            case "set_authenticated":
                changes.SetAuthenticated(operation[1].GetBoolean());
                break;
            case "set_subject":
                SetSubject(changes, operation, created);
                break;
            case "add_tag":
                changes.AddTag(Text(operation, 1));
                break;
            case "remove_tag":
                changes.RemoveTag(Text(operation, 1));
                break;
            case "if_key_version":
                changes.IfKeyVersion(Text(operation, 1), operation[2].GetInt64());
                break;
            case "record_access":
                changes.RecordAccess();
                break;
            case "regenerate":
                changes.Writer.Regenerate(Digest, TimeSpan.FromMilliseconds(operation[1].GetInt64()).Ticks);
                break;
            case var unknown:
                throw new InvalidDataException($"The vectors name an operation '{unknown}' that nobody records.");
        }
    }

    // Each overload is its own way into the encoding, so each kind of value goes through its own.
    private static void Set(ChangeSet changes, string key, JsonElement value)
    {
        var converted = VectorValue.ToValue(value);
        _ = converted.Kind switch
        {
            SessionValueKind.Text => changes.Set(key, converted.AsString()!),
            SessionValueKind.Number => changes.Set(key, converted.AsInt64()!.Value),
            SessionValueKind.Bytes => changes.Set(key, converted.Bytes.Span),
            _ => changes.Set(key, converted),
        };
    }

    private static void SetSubject(ChangeSet changes, JsonElement operation, DateTimeOffset created)
    {
        DateTimeOffset? at = null;
        string? name = null;
        if (operation.GetArrayLength() > 2)
        {
            var options = operation[2];
            if (options.TryGetProperty("at_ms", out var instant)) at = created + TimeSpan.FromMilliseconds(instant.GetInt64());
            if (options.TryGetProperty("name", out var displayName)) name = displayName.GetString();
        }

        changes.SetSubject(Text(operation, 1), at, name);
    }

    private static string Text(JsonElement operation, int index) => operation[index].GetString()!;
}
