using System.Text.RegularExpressions;
using Holdfast.HouseRules.Repository;

namespace Holdfast.HouseRules;

/// <summary>The repository holds nothing of the machine it was written on, and nothing that git should not carry.</summary>
public sealed partial class HygieneTests
{
    private const long SizeLimit = 1024 * 1024;

    // Path from the root, and why it may be that large.
    private static readonly Dictionary<string, string> AllowedLarge = new(StringComparer.Ordinal);

    private static IEnumerable<SourceFile> TextFiles => SourceTree.Files.Where(file => !file.IsBinary);

    [Fact]
    public void TextFiles_Everywhere_NameNoMachinePathsAndNoPackageSources() =>
        Violations.MustBeNone(
            from file in TextFiles
            from line in file.Lines.Index()
            from Match match in MachineOrHost().Matches(line.Item)
            select $"{file}:{line.Index + 1}: {match.Value}",
            "Machine paths and package sources:");

    [Fact]
    public void TextFiles_Everywhere_EndWithOneNewline() =>
        Violations.MustBeNone(
            from file in TextFiles
            where file.Text.Length > 0 && (!file.Text.EndsWith('\n') || file.Text.EndsWith("\n\n", StringComparison.Ordinal))
            select file.Path,
            "Text files that do not end with exactly one newline:");

    [Fact]
    public void TextFiles_Everywhere_UseLineFeedsAlone() =>
        Violations.MustBeNone(
            TextFiles.Where(file => file.Text.Contains('\r', StringComparison.Ordinal)).Select(file => file.Path),
            "Text files with carriage returns:");

    [Fact]
    public void Files_OverTheSizeLimit_AreAllowedByName() =>
        Violations.MustBeNone(
            from file in SourceTree.Files
            let size = new FileInfo(file.FullPath).Length
            where size > SizeLimit && !AllowedLarge.ContainsKey(file.Path)
            select $"{file}: {size} bytes",
            $"Files over {SizeLimit} bytes that the table in HygieneTests does not allow:");

    [Fact]
    public void Scripts_WithAnInterpreterLine_AreExecutable() =>
        Violations.MustBeNone(
            from file in TextFiles
            where file.Text.StartsWith("#!", StringComparison.Ordinal)
            // Windows keeps no run bit to look at.
            where !OperatingSystem.IsWindows() && !File.GetUnixFileMode(file.FullPath).HasFlag(UnixFileMode.UserExecute)
            select file.Path,
            "Scripts without their run bit:");

    // Written with brackets so that the pattern does not find itself.
    [GeneratedRegex(
        @"(?<![\w.<])(/(wor[k]|roo[t])\b|/(tm[p]|hom[e]|User[s])/\w)|[A-Z]:\\User[s]|nuge[t]\.org|registr[y]\.npmjs|(deb|security)\.debia[n]\.org|pypi\.or[g]",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex MachineOrHost();
}
