using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Holdfast.Cli.Settings;

/// <summary>The certificate for https, with the rest of its file as its chain.</summary>
internal sealed record ServerCertificate(X509Certificate2 Leaf, X509Certificate2Collection Chain)
{
    /// <summary>Reads it from PEM files; null, and an error, when they do not hold a certificate with its key.</summary>
    public static ServerCertificate? Read(string file, string keyFile, List<string> errors)
    {
        try
        {
            var leaf = X509Certificate2.CreateFromPemFile(file, keyFile.Length == 0 ? null : keyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            return new ServerCertificate(leaf, chain);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.Add($"The certificate in '{file}' cannot be used: {failure.Message}");
            return null;
        }
    }
}
