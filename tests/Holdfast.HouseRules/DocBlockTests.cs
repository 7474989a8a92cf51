using Holdfast.HouseRules.Docs;
using Holdfast.HouseRules.Repository;

namespace Holdfast.HouseRules;

/// <summary>Every C# block of the documentation compiles against the built assemblies.</summary>
public sealed class DocBlockTests
{
    [Fact]
    public async Task CSharpBlocks_OfEveryPage_Compile()
    {
        var blocks = from page in SourceTree.Files
                     where page.Path.EndsWith(".md", StringComparison.Ordinal)
                     from block in DocBlock.Read(page.Path, page.Text)
                     select block;

        var errors = await new DocProject("pages").BuildAsync(blocks, TestContext.Current.CancellationToken);

        Violations.MustBeNone(errors, "Documentation blocks that do not compile; CONTRIBUTING.md says how a block is read:");
    }

    [Fact]
    public async Task CSharpBlocks_GoodAndBroken_AreToldApartByPageAndLine()
    {
        const string Page = """
            # Page

            ```csharp
            using System.Globalization;

            var port = int.Parse(args[0], CultureInfo.InvariantCulture);
            await Task.Delay(port, cancellationToken);
            services.AddSingleton(new Greeting("hello"));

            sealed record Greeting(string Text);
            ```

            - In a list:

              ```csharp
              var fine = 1;
              var broken = fine.NoSuchMember;
              ```

            ```csharp
            // file
            namespace Shop;

            internal sealed class Cart
            {
                public int Lines => "many";
            }
            ```

            """;

        var errors = await new DocProject("self-check").BuildAsync(DocBlock.Read("Page.md", Page), TestContext.Current.CancellationToken);

        Assert.Collection(
            errors.Order(StringComparer.Ordinal),
            error => Assert.StartsWith("Page.md(17,", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Page.md(26,", error, StringComparison.Ordinal));
    }
}
