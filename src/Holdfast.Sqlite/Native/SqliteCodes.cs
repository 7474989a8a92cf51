namespace Holdfast.Sqlite.Native;

/// <summary>The few result codes and flags of SQLite that anything here asks for.</summary>
internal static class SqliteCodes
{
    public const int Ok = 0;
    public const int Busy = 5;
    public const int ReadOnly = 8;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int NotADatabase = 26;
    public const int Row = 100;
    public const int Done = 101;

    public const int OpenReadWrite = 0x2;
    public const int OpenCreate = 0x4;

    /// <summary>No lock inside the library: each connection has one thread at a time.</summary>
    public const int OpenNoMutex = 0x8000;

    public const uint PreparePersistent = 1;
    public const int Null = 5;

    /// <summary>The low byte is the kind of error, what is above it says more.</summary>
    public static int Primary(int code) => code & 0xFF;
}
