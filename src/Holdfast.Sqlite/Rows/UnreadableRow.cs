namespace Holdfast.Sqlite.Rows;

/// <summary>A session that cannot be used, by the key its row names.</summary>
internal sealed record UnreadableRow(long Id, string Key, string Reason);
