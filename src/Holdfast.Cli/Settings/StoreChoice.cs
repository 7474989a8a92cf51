namespace Holdfast.Cli.Settings;

/// <summary>Where sessions live.</summary>
/// <param name="Directory">The directory of the SQLite store; null for memory.</param>
/// <param name="IsDefault">Nobody asked for it, so another may stand in where it cannot run.</param>
internal sealed record StoreChoice(string? Directory, bool IsDefault = false)
{
    private const string SqlitePrefix = "sqlite:";

    public static StoreChoice Memory { get; } = new(Directory: null);

    public static bool TryParse(string text, out StoreChoice choice)
    {
        choice = Memory;
        if (text == "memory")
        {
            return true;
        }

        if (!text.StartsWith(SqlitePrefix, StringComparison.Ordinal) || string.IsNullOrWhiteSpace(text[SqlitePrefix.Length..]))
        {
            return false;
        }

        choice = new StoreChoice(text[SqlitePrefix.Length..]);
        return true;
    }
}
