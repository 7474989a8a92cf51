using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Cli.Shop.Files;

/// <summary>The page's files, embedded in the assembly: what was built is what is served, wherever the program was started.</summary>
internal static class ShopFiles
{
    private const string Prefix = "shop/";
    private const string StartPage = "index.html";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapShopFiles(this WebApplication app)
    {
        foreach (var file in All())
        {
            app.MapMethods($"/{file.Path}", Reading, file.AnswerAsync);
            if (file.Path == StartPage)
            {
                app.MapMethods("/", Reading, file.AnswerAsync);
            }
        }
    }

    /// <summary>Reads them all; there are few, and they are small.</summary>
    public static IReadOnlyList<ShopFile> All()
    {
        var assembly = typeof(ShopFiles).Assembly;
        return
        [
            .. from name in assembly.GetManifestResourceNames()
               let path = name.Replace('\\', '/')
               where path.StartsWith(Prefix, StringComparison.Ordinal)
               select new ShopFile(path[Prefix.Length..], Read(assembly.GetManifestResourceStream(name)!)),
        ];
    }

    private static byte[] Read(Stream resource)
    {
        using (resource)
        {
            var content = new byte[resource.Length];
            resource.ReadExactly(content);
            return content;
        }
    }
}
