using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Holdfast.Cli.Settings;

namespace Holdfast.Cli.Tests.Hosting;

/// <summary>Settings for https, with a certificate made on the spot.</summary>
internal static class HttpsServer
{
    public static ServeSettings Settings() => RunningServer.Settings with
    {
        Addresses = [new ListenAddress("https://127.0.0.1:0", IsHttps: true, IsLoopback: true)],
        Certificate = new ServerCertificate(Certificate(), []),
    };

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
