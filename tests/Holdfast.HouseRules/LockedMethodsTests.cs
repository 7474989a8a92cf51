using Holdfast.HouseRules.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Holdfast.HouseRules;

/// <summary>A method that expects its caller to hold a lock says so in its name and asserts it.</summary>
public sealed class LockedMethodsTests
{
    [Fact]
    public void Methods_NamedLocked_AssertTheirLock() =>
        Violations.MustBeNone(
            from file in SourceTree.CSharp("src")
            from node in file.Syntax.DescendantNodes()
            let method = Read(node)
            where method.Name?.EndsWith("Locked", StringComparison.Ordinal) == true && method.Body is not null && !Asserts(method.Body)
            select $"{file.At(node)}: {method.Name}",
            "Methods that end in Locked and call neither Debug.Assert nor an ...AssertHeld:");

    private static (string? Name, SyntaxNode? Body) Read(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => (method.Identifier.Text, method.Body ?? (SyntaxNode?)method.ExpressionBody),
        LocalFunctionStatementSyntax local => (local.Identifier.Text, local.Body ?? (SyntaxNode?)local.ExpressionBody),
        _ => default,
    };

    private static bool Asserts(SyntaxNode body) =>
        body.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => call.Expression.ToString())
            .Any(called => called == "Debug.Assert" || called.EndsWith("AssertHeld", StringComparison.Ordinal));
}
