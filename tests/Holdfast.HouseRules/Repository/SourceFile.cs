using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Holdfast.HouseRules.Repository;

/// <summary>One file of the repository; text and syntax are read once, when first asked for.</summary>
internal sealed class SourceFile(string path)
{
    private readonly Lazy<string> _text = new(() => File.ReadAllText(System.IO.Path.Combine(SourceTree.Root, path)));
    private readonly Lock _parsing = new();
    private SyntaxTree? _tree;

    /// <summary>The path from the root, with forward slashes.</summary>
    public string Path => path;

    public string FullPath => System.IO.Path.Combine(SourceTree.Root, path);

    public string Name => System.IO.Path.GetFileNameWithoutExtension(path);

    public string Text => _text.Value;

    public string[] Lines => Text.Split('\n');

    public bool IsBinary => Text.Contains('\0', StringComparison.Ordinal);

    /// <summary>The C# syntax. Roslyn 4.14 reads most of C# 14; what it cannot read is an error node, not an exception.</summary>
    public SyntaxNode Syntax => Tree.GetRoot();

    /// <summary>One and the same for all tests that run at once: a compilation knows its trees by reference.</summary>
    public SyntaxTree Tree
    {
        get
        {
            lock (_parsing)
            {
                return _tree ??= CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview), path, cancellationToken: default);
            }
        }
    }

    public bool IsBelow(string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>Where a node stands, as <c>path:line</c>.</summary>
    public string At(SyntaxNode node) => $"{path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    /// <summary>The comments of a C# file, documentation comments included.</summary>
    public IEnumerable<(int Line, string Text)> Comments() =>
        from trivia in Syntax.DescendantTrivia()
        where trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
        select (trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1, trivia.ToFullString());

    public override string ToString() => path;
}
