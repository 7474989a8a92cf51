using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.AspNetCore.Answers;

/// <summary>As <see cref="GuardedUpgrade"/>, for HTTP/2 and later, where one stream of a connection changes its protocol.</summary>
internal sealed class GuardedConnect(GuardedBody body, IHttpExtendedConnectFeature inner) : IHttpExtendedConnectFeature
{
    public IHttpExtendedConnectFeature Inner => inner;

    public bool IsExtendedConnect => inner.IsExtendedConnect;

    public string? Protocol => inner.Protocol;

    public async ValueTask<Stream> AcceptAsync()
    {
        await body.AdmitUpgradeAsync().ConfigureAwait(false);
        return await inner.AcceptAsync().ConfigureAwait(false);
    }
}
