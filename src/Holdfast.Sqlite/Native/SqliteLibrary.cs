using System.Reflection;
using System.Runtime.InteropServices;

namespace Holdfast.Sqlite.Native;

/// <summary>
/// Finds the operating system's SQLite, which the system's own updates keep patched. By the names of the runtime library: the plain name is
/// a link that only development packages bring.
/// </summary>
internal static class SqliteLibrary
{
    /// <summary>3.24 of 2018 has all that is used: upsert, partial indexes, write-ahead log.</summary>
    private const int OldestVersion = 3_024_000;

    private static readonly Lazy<nint> Loaded = new(static () => Load(Names));

    static SqliteLibrary() => NativeLibrary.SetDllImportResolver(
        typeof(SqliteLibrary).Assembly,
        static (name, _, _) => name == SqliteFunctions.Library ? Loaded.Value : 0);

    private static string[] Names =>
        OperatingSystem.IsWindows() ? ["winsqlite3", "sqlite3"]
        : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib", "libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];

    /// <summary>Throws, naming what to install, unless there is a SQLite that is new enough.</summary>
    public static void Require()
    {
        _ = Loaded.Value;
        RequireVersion(SqliteFunctions.VersionNumber());
    }

    /// <summary>What is wrong with this machine's SQLite, or null.</summary>
    public static string? FindProblem()
    {
        try
        {
            Require();
            return null;
        }
        catch (SqliteStoreException problem)
        {
            return problem.Message;
        }
    }

    internal static void RequireVersion(int version)
    {
        if (version < OldestVersion)
        {
            throw new SqliteStoreException(
                $"This machine's SQLite is {Text(version)}; {Text(OldestVersion)} or newer is needed. Update {Package}.");
        }
    }

    internal static nint Load(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            // From the system's own folders: nothing beside the program is taken for the system's library.
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), DllImportSearchPath.System32, out var handle))
            {
                return handle;
            }
        }

        throw new SqliteStoreException(
            $"The SQLite library was not found (looked for {string.Join(", ", names.ToArray())}). Install {Package}.");
    }

    private static string Package =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? "SQLite's dynamic library"
            : "the package libsqlite3-0 (Debian, Ubuntu), sqlite-libs (Fedora, Alpine) or sqlite (Arch)";

    private static string Text(int version) => $"{version / 1_000_000}.{version / 1000 % 1000}.{version % 1000}";
}
