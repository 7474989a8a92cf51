using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Cli.Settings;

/// <summary>One address to listen on.</summary>
internal sealed record ListenAddress(string Url, bool IsHttps, bool IsLoopback)
{
    /// <summary>Plain http that other machines can reach: passwords and cookies would travel readable.</summary>
    public bool IsExposedPlainHttp => !IsHttps && !IsLoopback;

    /// <summary>Reads an address; when it is none, says what is wrong with it.</summary>
    public static bool TryParse(string url, [NotNullWhen(true)] out ListenAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        BindingAddress parsed;
        try
        {
            parsed = BindingAddress.Parse(url);
        }
        catch (Exception failure) when (failure is FormatException or UriFormatException or ArgumentException)
        {
            problem = $"'{url}' is no URL to listen on; write for example http://127.0.0.1:5080";
            return false;
        }

        var isHttps = parsed.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
        problem = !isHttps && !parsed.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase)
            ? $"'{url}' is neither http nor https"
            : parsed.IsUnixPipe || parsed.IsNamedPipe ? $"'{url}' is a pipe or socket file; the server listens on TCP ports"
            : parsed.PathBase.Length > 0 ? $"'{url}' has a path; only scheme, host and port can be listened on"
            : parsed.Port is < 0 or > 65535 ? $"'{url}' has no port between 0 and 65535"
            : parsed is { Port: 0, Host: "localhost" } ? $"'{url}' stands for two addresses, which cannot share a free port; write 127.0.0.1:0"
            : null;
        if (problem is not null)
        {
            return false;
        }

        // Any other host name listens on every address of the machine.
        var isLoopback = parsed.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(parsed.Host, out var ip) && IPAddress.IsLoopback(ip));
        address = new ListenAddress(url, isHttps, isLoopback);
        return true;
    }
}
