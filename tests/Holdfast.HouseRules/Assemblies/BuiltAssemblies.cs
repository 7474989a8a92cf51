using Holdfast.HouseRules.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Holdfast.HouseRules.Assemblies;

/// <summary>
/// The assemblies built from <c>src</c>, read as metadata by Roslyn: reflection would lose nullability and <c>init</c>.
/// </summary>
internal static class BuiltAssemblies
{
    private static readonly Lazy<IReadOnlyList<IAssemblySymbol>> Read = new(ReadAll);

    /// <summary>One symbol per project below <c>src</c> that the solution builds.</summary>
    public static IReadOnlyList<IAssemblySymbol> All => Read.Value;

    /// <summary>Every assembly the test program runs on: the frameworks, the packages and the product.</summary>
    public static IReadOnlyList<string> Platform { get; } =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);

    /// <summary>All types of an assembly that somebody wrote, nested ones included.</summary>
    public static IEnumerable<INamedTypeSymbol> Types(IAssemblySymbol assembly) =>
        Types(assembly.GlobalNamespace).Where(type => !IsGenerated(type));

    public static bool IsGenerated(ISymbol symbol) =>
        symbol.Name.Contains('<', StringComparison.Ordinal)
        || symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute")
        || (symbol.ContainingType is { } outer && IsGenerated(outer));

    /// <summary>Whether code outside the assembly can name the symbol.</summary>
    public static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsVisible(symbol.ContainingType));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol scope) =>
        scope.GetMembers().SelectMany(member => member switch
        {
            INamespaceSymbol inner => Types(inner),
            INamedTypeSymbol type => Types(type).Prepend(type),
            _ => [],
        });

    private static List<IAssemblySymbol> ReadAll()
    {
        var compilation = CSharpCompilation.Create(
            "Reader",
            references: Platform.Select(path => MetadataReference.CreateFromFile(path)),
            options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.All));
        var bySymbol = compilation.SourceModule.ReferencedAssemblySymbols.ToDictionary(symbol => symbol.Name, StringComparer.Ordinal);
        return [.. from project in Solution.Projects("src")
                   select bySymbol.GetValueOrDefault(project)
                       ?? throw new InvalidOperationException($"Holdfast.HouseRules does not reference src/{project}: add it to the project file.")];
    }
}
