using System.Reflection;
using System.Text;
using Holdfast.Cli.Settings;

namespace Holdfast.Cli.Serving;

/// <summary>What a person reads after the start: what runs, where, and how to stop it.</summary>
internal static class StartText
{
    private static readonly string Version =
        typeof(StartText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? string.Empty;

    public static string Of(ServeSettings settings, IEnumerable<string> urls)
    {
        var text = new StringBuilder();
        text.AppendLine($"Holdfast {Version} is running{(settings.Demo ? ", with its demo shop" : string.Empty)}.");
        foreach (var url in urls.Select(url => url.TrimEnd('/')))
        {
            text.AppendLine();
            if (settings.Demo)
            {
                text.AppendLine($"  Shop     {url}/");
            }

            text.AppendLine($"  Health   {url}/health");
            text.AppendLine($"  Metrics  {url}/metrics");
        }

        text.AppendLine();
        text.AppendLine(
            settings.Demo
                ? "In the shop any user name with any password signs in."
                : $"The demo shop is off; {KnownSettings.Demo.Flag} switches it on.");
        text.AppendLine(
            settings.Store.Directory is { } directory
                ? $"Sessions are kept in {Path.GetFullPath(directory)}: the next start finds them again. Press Ctrl-C to stop it."
                : "Sessions are in memory: they end when the server stops. Press Ctrl-C to stop it.");
        return text.ToString();
    }

    /// <summary>What has to be said before anybody signs in over a readable line.</summary>
    public static IEnumerable<string> Warnings(ServeSettings settings) =>
        from address in settings.Addresses
        where address.IsExposedPlainHttp
        select $"warning: {address.Url} is plain http and other machines can reach it, so passwords and cookies travel readable. "
            + $"Listen on 127.0.0.1, or on an https URL with {KnownSettings.Certificate.Flag}.";
}
