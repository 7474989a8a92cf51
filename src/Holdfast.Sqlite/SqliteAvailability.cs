using Holdfast.Sqlite.Native;

namespace Holdfast;

/// <summary>Whether this machine can run the SQLite store.</summary>
public static class SqliteAvailability
{
    /// <summary>What is wrong with the operating system's SQLite, naming what to install; null when nothing is.</summary>
    public static string? FindProblem() => SqliteLibrary.FindProblem();
}
