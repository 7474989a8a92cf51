using System.Text.Json;

namespace Holdfast.Cli.Settings;

/// <summary>The configuration file: one JSON object whose keys are settings. Every mistake in it is reported, and none is passed over.</summary>
internal sealed class ConfigurationFile
{
    private const int LargestFile = 1024 * 1024;

    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    public static readonly ConfigurationFile None = new(string.Empty, new Dictionary<string, string>(StringComparer.Ordinal));

    private ConfigurationFile(string path, IReadOnlyDictionary<string, string> values)
    {
        Path = path;
        Values = values;
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, string> Values { get; }

    public static ConfigurationFile Read(string path, List<string> errors)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > LargestFile)
            {
                errors.Add($"{path} has {stream.Length} bytes; a configuration file has at most {LargestFile}.");
                return None;
            }

            using var document = JsonDocument.Parse(stream, Lenient);
            return Read(path, document.RootElement, errors);
        }
        catch (JsonException failure)
        {
            errors.Add($"{path} is no valid JSON (line {failure.LineNumber + 1}): {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            errors.Add($"The configuration file '{path}' cannot be read: {failure.Message}");
        }

        return None;
    }

    private static ConfigurationFile Read(string path, JsonElement root, List<string> errors)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{path} holds no JSON object; write for example {{ \"urls\": \"{KnownSettings.Urls.Default}\" }}.");
            return None;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (KnownSettings.Find(property.Name) is not { } setting)
            {
                errors.Add(
                    $"{path} has the unknown key '{property.Name}'. Known keys: {string.Join(", ", KnownSettings.All.Select(known => known.Name))}.");
            }
            else if (TextOf(setting, property.Value) is { } text)
            {
                values.Add(setting.Name, text);
            }
            else
            {
                errors.Add($"{setting.Name} in {path} is {property.Value.GetRawText()}; it is {Expected(setting)}.");
            }
        }

        return new ConfigurationFile(path, values);
    }

    private static string? TextOf(Setting setting, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True when setting.IsSwitch => "true",
        JsonValueKind.False when setting.IsSwitch => "false",
        JsonValueKind.String when !setting.IsSwitch => value.GetString(),
        JsonValueKind.Array when setting == KnownSettings.Urls && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            string.Join(';', value.EnumerateArray().Select(item => item.GetString())),
        _ => null,
    };

    private static string Expected(Setting setting) =>
        setting.IsSwitch ? "true or false" : setting == KnownSettings.Urls ? "a text or a list of texts" : "a text";
}
