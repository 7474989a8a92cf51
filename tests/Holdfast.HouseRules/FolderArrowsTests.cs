using Holdfast.HouseRules.Assemblies;
using Holdfast.HouseRules.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Holdfast.HouseRules;

/// <summary>The folders of the core stand on one another in one direction, so they form no circle.</summary>
public sealed class FolderArrowsTests
{
    private const string Core = "src/Holdfast";
    private const string RootFolder = "";

    // Lowest first: a folder may use what is before it. Public types are the vocabulary of the whole assembly, wherever their file
    // lies, so the order binds the internal ones.
    private static readonly string[] Order =
    [
        "Time", "Model", "Operations", "Limits", "Expiry", "Storage", "Diagnostics", "Ending", "Processes", "Sweeping",
        RootFolder, "Results", "Scopes", "Registration",
    ];

    [Fact]
    public void Folders_OfTheCore_AreInTheDeclaredOrder() =>
        Violations.MustBeNone(
            SourceTree.CSharp(Core).Select(file => FolderOf(file.Path)).Except(Order, StringComparer.Ordinal),
            "Folders below src/Holdfast that have no place in the order in FolderArrowsTests:");

    [Fact]
    public void Folders_OfTheCore_UseOnlyFoldersBelowThem()
    {
        var files = SourceTree.CSharp(Core).ToList();
        var compilation = Compile(files);

        var upward =
            from file in files
            let model = compilation.GetSemanticModel(file.Tree)
            from name in file.Syntax.DescendantNodes().OfType<SimpleNameSyntax>()
            let bound = model.GetSymbolInfo(name)
            let used = TypeOf(bound.Symbol ?? bound.CandidateSymbols.FirstOrDefault())
            where used is not null
            let home = HomeOf(used)
            where home is not null && IsUpward(FolderOf(file.Path), home, used)
            select (Use: $"{used.Name} of {Called(home)} in {file.Name}", Place: file.At(name));

        // One line for each type a file uses, not for each use.
        Violations.MustBeNone(
            upward.DistinctBy(found => found.Use, StringComparer.Ordinal).Select(found => $"{found.Place}: {found.Use}"),
            $"Uses of a type from a folder further up; the order is {string.Join(", ", Order.Select(Called))}:");
    }

    // A folder without a place is the other test's finding.
    private static bool IsUpward(string from, string to, INamedTypeSymbol used) =>
        !BuiltAssemblies.IsVisible(used)
        && Array.IndexOf(Order, from) is >= 0 and var own
        && Array.IndexOf(Order, to) > own;

    private static string Called(string folder) => folder == RootFolder ? "the root folder" : folder;

    private static string FolderOf(string path) => path[(Core.Length + 1)..].Split('/') is [var folder, _, ..] ? folder : RootFolder;

    private static INamedTypeSymbol? TypeOf(ISymbol? symbol) => (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition;

    private static string? HomeOf(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences is [var first, ..] && first.SyntaxTree.FilePath.StartsWith(Core + "/", StringComparison.Ordinal)
            ? FolderOf(first.SyntaxTree.FilePath)
            : null;

    // Bound from source, because names alone would take a property called Session for the type.
    private static CSharpCompilation Compile(IEnumerable<SourceFile> files)
    {
        string[] usings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];
        var implicitUsings = CSharpSyntaxTree.ParseText(
            string.Concat(usings.Select(name => $"global using {name};")), new CSharpParseOptions(LanguageVersion.Preview), cancellationToken: default);
        return CSharpCompilation.Create(
            "Holdfast",
            files.Select(file => file.Tree).Append(implicitUsings),
            BuiltAssemblies.Platform
                .Where(path => !Path.GetFileName(path).StartsWith("Holdfast", StringComparison.Ordinal))
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }
}
