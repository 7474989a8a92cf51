using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.AspNetCore.Answers;

/// <summary>Commits before a connection changes its protocol: behind that there is no answer left to replace.</summary>
internal sealed class GuardedUpgrade(GuardedBody body, IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    public IHttpUpgradeFeature Inner => inner;

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync()
    {
        await body.AdmitUpgradeAsync().ConfigureAwait(false);
        return await inner.UpgradeAsync().ConfigureAwait(false);
    }
}
