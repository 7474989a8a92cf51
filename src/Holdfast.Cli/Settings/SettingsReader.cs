using Microsoft.Extensions.Logging;

namespace Holdfast.Cli.Settings;

/// <summary>Turns what was said into settings. It collects all errors, so that a broken configuration is mended in one go.</summary>
internal sealed class SettingsReader(SettingSources sources, List<string> errors)
{
    /// <summary>The settings; only to be used when there are no errors.</summary>
    public ServeSettings Read()
    {
        var addresses = Addresses();
        return new ServeSettings
        {
            Demo = Switch(KnownSettings.Demo),
            Store = Store(),
            Addresses = addresses,
            IdleTimeout = Duration(KnownSettings.IdleTimeout),
            AbsoluteTimeout = Duration(KnownSettings.AbsoluteTimeout),
            ShutdownTimeout = ShutdownTimeout(),
            LogLevel = Level(),
            Certificate = Certificate(addresses),
        };
    }

    private bool Switch(Setting setting)
    {
        var (text, origin) = sources.Find(setting);
        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        Wrong(origin, text, "true or false");
        return false;
    }

    private StoreChoice Store()
    {
        var (text, origin) = sources.Find(KnownSettings.Store);
        if (StoreChoice.TryParse(text, out var choice))
        {
            return choice with { IsDefault = origin == KnownSettings.Store.Name };
        }

        Wrong(origin, text, "memory or sqlite:DIRECTORY");
        return StoreChoice.Memory;
    }

    private List<ListenAddress> Addresses()
    {
        var (text, origin) = sources.Find(KnownSettings.Urls);
        var addresses = new List<ListenAddress>();
        foreach (var url in text.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (ListenAddress.TryParse(url, out var address, out var problem))
            {
                addresses.Add(address);
            }
            else
            {
                errors.Add($"{origin}: {problem}.");
            }
        }

        if (addresses.Count == 0 && errors.Count == 0)
        {
            errors.Add($"{origin} names no URL; write for example {KnownSettings.Urls.Default}.");
        }

        return addresses;
    }

    private TimeSpan Duration(Setting setting)
    {
        var (text, origin) = sources.Find(setting);
        if (!DurationText.TryParse(text, out var duration, out var problem))
        {
            errors.Add($"{origin} is '{text}', which {problem}; it is {DurationText.Rule}.");
        }

        return duration;
    }

    private TimeSpan ShutdownTimeout()
    {
        var known = errors.Count;
        var timeout = Duration(KnownSettings.ShutdownTimeout);
        if (errors.Count == known && (timeout < TimeSpan.FromMilliseconds(100) || timeout > TimeSpan.FromMinutes(5)))
        {
            var (text, origin) = sources.Find(KnownSettings.ShutdownTimeout);
            Wrong(origin, text, "from 100ms to 5m");
        }

        return timeout;
    }

    private LogLevel Level()
    {
        var (text, origin) = sources.Find(KnownSettings.LogLevel);
        // The parser of enums would take numbers and lists too.
        if (text.All(char.IsAsciiLetter) && Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level))
        {
            return level;
        }

        Wrong(origin, text, "trace, debug, information, warning, error, critical or none");
        return default;
    }

    private ServerCertificate? Certificate(List<ListenAddress> addresses)
    {
        var (file, _) = sources.Find(KnownSettings.Certificate);
        if (file.Length > 0)
        {
            return ServerCertificate.Read(file, sources.Find(KnownSettings.CertificateKey).Text, errors);
        }

        foreach (var address in addresses.Where(address => address.IsHttps))
        {
            errors.Add($"{address.Url} needs a certificate: give {KnownSettings.Certificate.Flag} FILE, and {KnownSettings.CertificateKey.Flag} FILE unless that file holds the key.");
        }

        return null;
    }

    private void Wrong(string origin, string text, string expected) => errors.Add($"{origin} is '{text}'; it is {expected}.");
}
