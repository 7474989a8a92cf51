using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Sqlite.Files;

/// <summary>
/// The directory of a store, taken for this process. The lock is the operating system's, on an open file: it goes with the process however
/// that ends, so no crash leaves one behind. Only the owner may read or write what is inside.
/// </summary>
internal sealed partial class StoreDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _lock;

    private StoreDirectory(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    public string Path { get; }

    public string Rows => System.IO.Path.Combine(Path, "rows.db");

    public string FirstLog => System.IO.Path.Combine(Path, "log-a.db");

    public string SecondLog => System.IO.Path.Combine(Path, "log-b.db");

    public static StoreDirectory Take(string directory)
    {
        var path = System.IO.Path.GetFullPath(directory);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
            }

            var taken = new StoreDirectory(path, OpenOwned(System.IO.Path.Combine(path, "lock"), FileShare.None));
            try
            {
                taken.MakeFiles();
                return taken;
            }
            catch
            {
                taken.Dispose();
                throw;
            }
        }
        catch (IOException failure) when (IsTaken(failure))
        {
            throw new SqliteStoreException(
                $"{path} is in use by another process. One process owns a store: stop that one, or give this one a directory of its own.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SqliteStoreException($"{path} cannot be used as a store: {failure.Message}", failure);
        }
    }

    /// <summary>Makes the names of new files as durable as their content.</summary>
    public void Sync()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // The framework cannot open a directory, and reports no error of a sync.
        const int ReadOnly = 0;
        using var handle = OpenFile(Path, ReadOnly);
        if (handle.IsInvalid || SyncFile(handle) != 0)
        {
            throw new SqliteStoreException($"{Path} could not be synced: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    public void Dispose() => _lock.Dispose();

    // Before SQLite makes them, because it would ask the process's umask who may read them. An empty file is an empty database.
    private void MakeFiles()
    {
        foreach (var file in new[] { Rows, FirstLog, SecondLog })
        {
            OpenOwned(file, FileShare.ReadWrite).Dispose();
        }

        Sync();
    }

    private static FileStream OpenOwned(string path, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    // EWOULDBLOCK of flock on Linux and macOS; a sharing violation on Windows.
    private static bool IsTaken(IOException failure) => (failure.HResult & 0xFFFF) is 11 or 35 or 32;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncFile(SafeFileHandle file);
}
