namespace Holdfast;

/// <summary>
/// The durable store cannot be opened or used: SQLite is not installed, another process has the directory, a file cannot be read.
/// The message says what to do.
/// </summary>
public sealed class SqliteStoreException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public SqliteStoreException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public SqliteStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What led to it.</param>
    public SqliteStoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
