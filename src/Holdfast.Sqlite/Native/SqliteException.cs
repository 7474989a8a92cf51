namespace Holdfast.Sqlite.Native;

/// <summary>SQLite said no. Texts name files and SQL, never a bound value.</summary>
internal sealed class SqliteException(int code, string message) : Exception(message)
{
    /// <summary>The extended code, as SQLite's documentation lists it.</summary>
    public int Code { get; } = code;

    public bool IsDamage => SqliteCodes.Primary(Code) is SqliteCodes.Corrupt or SqliteCodes.NotADatabase;
}
