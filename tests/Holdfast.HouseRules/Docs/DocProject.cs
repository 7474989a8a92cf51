using System.Diagnostics;
using Holdfast.HouseRules.Repository;

namespace Holdfast.HouseRules.Docs;

/// <summary>
/// A web project made of documentation blocks and built by the SDK against the built assemblies: the compiler a reader uses, not
/// the older Roslyn of this program.
/// </summary>
internal sealed class DocProject(string name)
{
    private readonly string _folder = Path.Combine(SourceTree.Root, "artifacts", "doc-blocks", name);

    /// <summary>Builds the blocks and returns the compiler's errors, each beginning with page and line.</summary>
    public async Task<IReadOnlyList<string>> BuildAsync(IEnumerable<DocBlock> blocks, CancellationToken cancellationToken)
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        Directory.CreateDirectory(_folder);
        await WriteAsync("Directory.Build.props", "<Project />\n").ConfigureAwait(false);
        await WriteAsync("Directory.Packages.props", "<Project />\n").ConfigureAwait(false);
        await WriteAsync(".editorconfig", "root = true\n").ConfigureAwait(false);
        await WriteAsync("DocBlocks.csproj", ProjectText()).ConfigureAwait(false);
        await WriteAsync("DocNames.cs", SourceTree.File("tests/Holdfast.HouseRules/Docs/DocNames.cs").Text).ConfigureAwait(false);
        foreach (var block in blocks)
        {
            await WriteAsync(block.Name + ".cs", block.ToCompilationUnit()).ConfigureAwait(false);
        }

        return await RunAsync(cancellationToken).ConfigureAwait(false);

        Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_folder, file), text, cancellationToken);
    }

    // Without debug information the compiler need not open the pages that the blocks name as their source.
    private static string ProjectText()
    {
        var references = string.Concat(
            Solution.Projects("src").Select(project => $"    <Reference Include=\"{Path.Combine(AppContext.BaseDirectory, project + ".dll")}\" />\n"));
        return $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Library</OutputType>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
                <DebugType>none</DebugType>
              </PropertyGroup>
              <ItemGroup>
            {references}  </ItemGroup>
            </Project>

            """;
    }

    private async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", ["build", "DocBlocks.csproj", "-nologo", "-v:quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
        };
        // A build started by dotnet test leaves settings of its own behind, which would lead this one astray.
        foreach (var variable in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(variable);
        }

        using var build = Process.Start(start) ?? throw new InvalidOperationException("dotnet build did not start.");
        var output = await build.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await build.WaitForExitAsync(cancellationToken).ConfigureAwait(false);

        var errors = output.Split('\n').Where(line => line.Contains(" error ", StringComparison.Ordinal)).Select(Shorten).Distinct(StringComparer.Ordinal).ToList();
        return build.ExitCode != 0 && errors.Count == 0 ? [output] : errors;
    }

    // "<root>/README.md(12,5): error CS0103: text [<project>]" without the root and the project.
    private static string Shorten(string line)
    {
        var project = line.LastIndexOf(" [", StringComparison.Ordinal);
        return (project > 0 ? line[..project] : line).Trim().Replace(SourceTree.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }
}
