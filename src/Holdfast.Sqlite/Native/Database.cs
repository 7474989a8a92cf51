using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Sqlite.Native;

/// <summary>
/// One connection to one file, which it holds exclusively: no other process and no shared memory file. One thread at a time may use it;
/// handing it over needs a memory barrier of the caller's.
/// </summary>
internal sealed unsafe class Database : IDisposable
{
    private readonly string _path;
    private readonly int* _walPages;
    private nint _handle;

    private Database(string path, nint handle)
    {
        _path = path;
        _handle = handle;
        _walPages = (int*)NativeMemory.AllocZeroed(sizeof(int));
    }

    /// <summary>Pages in the write-ahead log after the last commit.</summary>
    public int WalPages => *_walPages;

    /// <summary>Opens a file and takes it for this process; makes it if there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Pragmas of a new or existing file, before the first table.</param>
    public static Database Open(string path, string settings)
    {
        SqliteLibrary.Require();
        var code = SqliteFunctions.Open(
            path, out var handle, SqliteCodes.OpenReadWrite | SqliteCodes.OpenCreate | SqliteCodes.OpenNoMutex, vfs: null);
        if (code != SqliteCodes.Ok)
        {
            var failure = new SqliteException(code, $"{path}: {(handle == 0 ? $"SQLite error {code}" : ErrorText(handle))}");
            _ = SqliteFunctions.Close(handle);
            throw failure;
        }

        var database = new Database(path, handle);
        try
        {
            database.Run(settings);

            // After the settings: switching automatic checkpoints off takes the hook away.
            _ = SqliteFunctions.WalHook(handle, &OnCommit, database._walPages);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that bind nothing and whose rows nobody wants.</summary>
    public void Run(string sql)
    {
        var utf8 = Encoding.UTF8.GetBytes(sql + "\0");
        fixed (byte* start = utf8)
        {
            var next = start;
            while (*next != 0)
            {
                byte* tail;
                Check(SqliteFunctions.Prepare(_handle, next, -1, 0, out var handle, &tail));
                next = tail;
                if (handle != 0)
                {
                    using var statement = new Statement(this, handle);
                    statement.Run();
                }
            }
        }
    }

    /// <summary>The integer in the first column of the first row; 0 when there is no row.</summary>
    public long Ask(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Integer(0) : 0;
    }

    public Statement Prepare(string sql)
    {
        var utf8 = Encoding.UTF8.GetBytes(sql);
        fixed (byte* start = utf8)
        {
            Check(SqliteFunctions.Prepare(_handle, start, utf8.Length, SqliteCodes.PreparePersistent, out var handle, null));
            return new Statement(this, handle);
        }
    }

    public void Check(int code)
    {
        if (code != SqliteCodes.Ok)
        {
            throw Failure(code);
        }
    }

    public SqliteException Failure(int code)
    {
        var extended = SqliteFunctions.ExtendedErrorCode(_handle);
        return new SqliteException(extended == 0 ? code : extended, $"{_path}: {ErrorText(_handle)} (SQLite error {(extended == 0 ? code : extended)})");
    }

    public void Dispose()
    {
        if (_handle != 0)
        {
            // Closed lazily by SQLite if a statement is still open, so nothing dangles.
            _ = SqliteFunctions.WalHook(_handle, null, null);
            _ = SqliteFunctions.Close(_handle);
            _handle = 0;
            NativeMemory.Free(_walPages);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCommit(void* pages, nint database, nint name, int count)
    {
        *(int*)pages = count;
        return SqliteCodes.Ok;
    }

    private static string ErrorText(nint handle) => Marshal.PtrToStringUTF8(SqliteFunctions.ErrorText(handle)) ?? "no text";
}
