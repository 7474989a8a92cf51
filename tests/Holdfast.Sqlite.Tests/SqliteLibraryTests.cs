using Holdfast.Sqlite.Native;

namespace Holdfast.Sqlite.Tests;

/// <summary>The binding to the operating system's SQLite, and what it says when there is none.</summary>
public sealed class SqliteLibraryTests
{
    [Fact]
    [Trait("Feature", "16")]
    public void Require_OnThisMachine_FindsTheRuntimeLibrary() => Assert.Null(SqliteLibrary.FindProblem());

    [Fact]
    public void Load_WithoutTheDevelopmentLink_FindsTheRuntimeLibrary()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The name of the runtime library is that of Linux.");
        Assert.NotEqual(0, SqliteLibrary.Load("libsqlite3.so.0"));
    }

    [Fact]
    [Trait("Feature", "16")]
    public void Load_WithoutTheLibrary_NamesWhatToInstall()
    {
        var problem = Assert.Throws<SqliteStoreException>(() => SqliteLibrary.Load("libholdfast-no-such-thing.so.0"));

        Assert.Contains("libholdfast-no-such-thing.so.0", problem.Message);
        if (OperatingSystem.IsLinux()) Assert.Contains("libsqlite3-0", problem.Message);
    }

    [Fact]
    public void RequireVersion_OfAnOldLibrary_NamesBothVersions()
    {
        var problem = Assert.Throws<SqliteStoreException>(() => SqliteLibrary.RequireVersion(3_008_011));

        Assert.Contains("3.8.11", problem.Message);
        Assert.Contains("3.24.0", problem.Message);
    }
}
