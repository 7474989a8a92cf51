using Microsoft.Extensions.Logging;

namespace Holdfast.Cli.Serving;

/// <summary>
/// Keeps the host quiet while it starts: what goes wrong then is said in one line by <see cref="ServerRun"/>, and the host would add its stack.
/// </summary>
internal sealed class StartupLogGate
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    private volatile bool _isOpen;

    public void Open() => _isOpen = true;

    public bool Admits(string? category, LogLevel level, LogLevel least) => level >= least && (_isOpen || category != HostCategory);
}
