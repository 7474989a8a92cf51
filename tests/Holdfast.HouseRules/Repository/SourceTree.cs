using System.Diagnostics;

namespace Holdfast.HouseRules.Repository;

/// <summary>The repository as the rules see it: the files that git tracks or would track, by their path from the root.</summary>
internal static class SourceTree
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> Listed = new(List);

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Files => Listed.Value;

    /// <summary>C# files below a folder of the root, such as <c>src</c> or <c>src/Holdfast</c>.</summary>
    public static IEnumerable<SourceFile> CSharp(params string[] folders) =>
        Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && folders.Any(file.IsBelow));

    public static IEnumerable<SourceFile> Projects(params string[] folders) =>
        Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal) && folders.Any(file.IsBelow));

    public static SourceFile File(string path) => Files.Single(file => file.Path == path);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Holdfast.slnx.");
    }

    private static List<SourceFile> List()
    {
        // A clone that belongs to another user, as in a container, is read all the same.
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start.");
        var paths = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0)
        {
            throw new InvalidOperationException($"git ls-files ended with {git.ExitCode}; the house rules need a git clone.");
        }

        // A file deleted and not yet committed is still listed.
        return [.. paths.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal)
            .Select(path => new SourceFile(path))
            .Where(file => System.IO.File.Exists(file.FullPath))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];
    }
}
