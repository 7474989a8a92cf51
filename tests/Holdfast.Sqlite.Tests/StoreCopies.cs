namespace Holdfast.Sqlite.Tests;

/// <summary>What a killed process leaves: the files of a running store, as they are between two commits.</summary>
internal static class StoreCopies
{
    /// <summary>Copies all but the lock. Nothing may be writing meanwhile.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from).Where(file => Path.GetFileName(file) != "lock"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}
