using Holdfast.AspNetCore.Diagnostics;
using Holdfast.Model;
using Holdfast.Storage;

namespace Holdfast.AspNetCore.Requests;

/// <summary>Tells the store that a session was used, by a request that did not look at it and does not wait.</summary>
internal static class SessionActivity
{
    public static void Record(RequestParts parts, in PresentedId id)
    {
        try
        {
            var touching = parts.Manager.Store.TouchAsync(new TouchCommand { Key = id.Key, Digest = id.Digest, CheckSecret = true }, CancellationToken.None);
            if (touching.IsCompletedSuccessfully)
            {
                Note(parts, touching.Result.Status);
            }
            else
            {
                _ = ObserveAsync(parts, touching);
            }
        }
        catch (Exception exception)
        {
            Log.TouchFailed(parts.Logger, exception);
        }
    }

    private static async Task ObserveAsync(RequestParts parts, ValueTask<StoreResult> touching)
    {
        try
        {
            Note(parts, (await touching.ConfigureAwait(false)).Status);
        }
        catch (Exception exception)
        {
            Log.TouchFailed(parts.Logger, exception);
        }
    }

    // Opening counts ids that open nothing; a touch has to do it itself. A store that cannot be reached says nothing about the id.
    private static void Note(RequestParts parts, Status status)
    {
        if (status is Status.NotFound or Status.Ended)
        {
            parts.Manager.Instruments.RefusedId();
        }
    }
}
