namespace Holdfast.Cli.Settings;

/// <summary>Everything that <c>serve</c> can be told.</summary>
internal static class KnownSettings
{
    public const string VariablePrefix = "HOLDFAST_";

    /// <summary>Names the configuration file, so it cannot stand in it.</summary>
    public const string ConfigFlag = "--config";

    public const string ConfigVariable = VariablePrefix + "CONFIG";

    public static readonly Setting Demo = new("demo", "false", null, "Serve the demo shop too.");

    public static readonly Setting Store = new(
        "store", "sqlite:./holdfast-data", "STORE", "Where sessions live: memory, or sqlite:DIRECTORY for files that outlive the server.");

    public static readonly Setting Urls = new(
        "urls", "http://127.0.0.1:5080", "URLS", "Where to listen; several are separated by ';'. Port 0 takes a free one.");

    public static readonly Setting IdleTimeout = new("idleTimeout", "20m", "TIME", "How long a session lives without use.");

    public static readonly Setting AbsoluteTimeout = new("absoluteTimeout", "24h", "TIME", "How long a session lives however active it is.");

    public static readonly Setting ShutdownTimeout = new(
        "shutdownTimeout", "5s", "TIME", "How long requests may go on after the server was told to stop; 100ms to 5m.");

    public static readonly Setting LogLevel = new(
        "logLevel", "warning", "LEVEL", "What is logged, to the standard error: trace, debug, information, warning, error, critical or none.");

    public static readonly Setting Certificate = new("certificate", "", "FILE", "The certificate for https URLs, with its chain, as PEM.");

    public static readonly Setting CertificateKey = new(
        "certificateKey", "", "FILE", "The certificate's private key as PEM; not needed when the certificate's file holds it too.");

    public static readonly IReadOnlyList<Setting> All =
        [Demo, Store, Urls, IdleTimeout, AbsoluteTimeout, ShutdownTimeout, LogLevel, Certificate, CertificateKey];

    public static Setting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);
}
