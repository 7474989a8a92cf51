using Holdfast.HouseRules.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Holdfast.HouseRules;

/// <summary>A type is whole in one file; partial is for what a source generator completes.</summary>
public sealed class PartialTypesTests
{
    private static readonly string[] Generators = ["LoggerMessage", "LibraryImport", "GeneratedRegex"];

    [Fact]
    public void PartialTypes_Anywhere_AreCompletedByASourceGenerator() =>
        Violations.MustBeNone(
            from file in SourceTree.CSharp("src", "tests", "bench")
            from type in file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>()
            where type.Modifiers.Any(SyntaxKind.PartialKeyword) && !IsCompletedByAGenerator(type)
            select $"{file.At(type)}: {type.Identifier}",
            "Partial types that no source generator asks for:");

    // Enclosing types must be partial too, so the generator's trace may be anywhere inside.
    private static bool IsCompletedByAGenerator(TypeDeclarationSyntax type) =>
        type.DescendantNodesAndSelf().Any(node => node switch
        {
            AttributeSyntax attribute => Generators.Contains(attribute.Name.ToString().Split('.')[^1], StringComparer.Ordinal),
            TypeDeclarationSyntax { BaseList: { } bases } => bases.Types.Any(item => item.ToString().EndsWith("JsonSerializerContext", StringComparison.Ordinal)),
            _ => false,
        });
}
