using System.Text;

namespace Holdfast.Sqlite.Native;

/// <summary>A prepared statement of one <see cref="Database"/>; belongs to whoever the connection belongs to.</summary>
internal sealed unsafe class Statement(Database database, nint handle) : IDisposable
{
    // SQLite's marker for "copy the value now".
    private const nint Transient = -1;

    private static readonly byte[] Nothing = [0];

    private nint _handle = handle;

    public Statement Bind(int index, long value)
    {
        database.Check(SqliteFunctions.BindInteger(_handle, index, value));
        return this;
    }

    public Statement BindBlob(int index, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value.IsEmpty ? Nothing : value)
        {
            database.Check(SqliteFunctions.BindBlob(_handle, index, bytes, value.Length, Transient));
        }

        return this;
    }

    public Statement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* bytes = utf8.IsEmpty ? Nothing : utf8)
        {
            database.Check(SqliteFunctions.BindText(_handle, index, bytes, utf8.Length, Transient));
        }

        return this;
    }

    public Statement BindText(int index, string value) => BindText(index, Encoding.UTF8.GetBytes(value));

    public Statement BindNull(int index)
    {
        database.Check(SqliteFunctions.BindNull(_handle, index));
        return this;
    }

    /// <summary>Runs to the end, with the last parameter bound to memory that is read where it lies.</summary>
    public void RunOver(int index, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value.IsEmpty ? Nothing : value)
        {
            database.Check(SqliteFunctions.BindBlob(_handle, index, bytes, value.Length, 0));
            try
            {
                Run();
            }
            finally
            {
                // The memory moves again after this: no reference to it may stay behind.
                _ = SqliteFunctions.BindNull(_handle, index);
            }
        }
    }

    /// <summary>Runs to the end.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Moves to the next row; false, and ready to run again, when there is none.</summary>
    public bool Step()
    {
        var code = SqliteFunctions.Step(_handle);
        if (code == SqliteCodes.Row)
        {
            return true;
        }

        if (code == SqliteCodes.Done)
        {
            _ = SqliteFunctions.Reset(_handle);
            return false;
        }

        var failure = database.Failure(code);
        _ = SqliteFunctions.Reset(_handle);
        throw failure;
    }

    public void Reset() => _ = SqliteFunctions.Reset(_handle);

    public bool IsNull(int column) => SqliteFunctions.ColumnType(_handle, column) == SqliteCodes.Null;

    public long Integer(int column) => SqliteFunctions.ColumnInteger(_handle, column);

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column)
    {
        var bytes = SqliteFunctions.ColumnBlob(_handle, column);
        return bytes is null ? default : new ReadOnlySpan<byte>(bytes, SqliteFunctions.ColumnBytes(_handle, column));
    }

    public string Text(int column) => Encoding.UTF8.GetString(Blob(column));

    public void Dispose()
    {
        if (_handle != 0)
        {
            _ = SqliteFunctions.FinalizeStatement(_handle);
            _handle = 0;
        }
    }
}
