using System.Globalization;
using System.Text;
using Holdfast.HouseRules.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Holdfast.HouseRules.Docs;

/// <summary>One C# block of a page, and the compilation unit made of it. Line is that of its first line of code.</summary>
internal sealed record DocBlock(string Page, int Line, string Code)
{
    private const string Fence = "```";
    private const string WholeFile = "// file";

    /// <summary>A name of its own, and so a namespace of its own: blocks do not see one another.</summary>
    public string Name { get; } = $"{new string([.. Page.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')])}_{Line}";

    /// <summary>The blocks of a page whose fence says csharp. A fence may be indented, as in a list.</summary>
    public static IEnumerable<DocBlock> Read(string page, string text)
    {
        var code = new List<string>();
        var (opened, indent) = (0, 0);
        foreach (var (index, line) in text.Split('\n').Index())
        {
            var trimmed = line.Trim();
            if (opened == 0 && trimmed == Fence + "csharp")
            {
                (opened, indent) = (index + 2, line.IndexOf('`', StringComparison.Ordinal));
            }
            else if (opened > 0 && trimmed == Fence)
            {
                yield return new DocBlock(page, opened, string.Join('\n', code));
                (opened, code) = (0, []);
            }
            else if (opened > 0)
            {
                code.Add(line[Math.Min(indent, line.Length - line.TrimStart().Length)..]);
            }
        }
    }

    /// <summary>
    /// The block as a compilation unit: its usings first, its statements in an async method, its types beside that method, all of
    /// them with the page's own line numbers. A block that begins with <c>// file</c> is taken as it stands.
    /// </summary>
    public string ToCompilationUnit()
    {
        if (Code.StartsWith(WholeFile, StringComparison.Ordinal))
        {
            return $"{Place(Line)}\n{Code}\n";
        }

        var unit = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(Code, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
        var text = new StringBuilder();
        Add(text, unit.Usings);
        text.Append(CultureInfo.InvariantCulture, $"namespace DocBlocks.{Name}\n{{\nusing static Holdfast.HouseRules.Docs.DocNames;\n");
        text.Append("internal static class Block\n{\npublic static async System.Threading.Tasks.Task RunAsync()\n{\n");
        Add(text, unit.Members.OfType<GlobalStatementSyntax>());
        text.Append("#line hidden\nawait System.Threading.Tasks.Task.CompletedTask;\n}\n}\n");
        Add(text, unit.Members.Where(member => member is not GlobalStatementSyntax));
        return text.Append("#line hidden\n}\n").ToString();
    }

    private string Place(int line) => $"#line {line} \"{Path.Combine(SourceTree.Root, Page)}\"";

    private void Add(StringBuilder text, IEnumerable<SyntaxNode> nodes)
    {
        foreach (var node in nodes)
        {
            var line = node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
            text.Append(CultureInfo.InvariantCulture, $"{Place(Line + line)}\n{node.ToFullString()}\n");
        }
    }
}
