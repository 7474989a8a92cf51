using Holdfast.AspNetCore.Diagnostics;

namespace Holdfast.AspNetCore.Requests;

/// <summary>Tells the store that a session was used, by a request that did not look at it and does not wait.</summary>
internal static class SessionActivity
{
    public static void Record(RequestParts parts, SessionId id)
    {
        try
        {
            var touching = parts.Manager.TouchAsync(id);
            if (touching.IsCompletedSuccessfully)
            {
                Note(parts, touching.Result);
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

    private static async Task ObserveAsync(RequestParts parts, ValueTask<ChangeResult> touching)
    {
        try
        {
            Note(parts, await touching.ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            Log.TouchFailed(parts.Logger, exception);
        }
    }

    // Opening counts ids that open nothing; a touch has to do it itself. A store that cannot be reached says nothing about the id.
    private static void Note(RequestParts parts, in ChangeResult result)
    {
        if (result.Status is Status.NotFound or Status.Ended)
        {
            parts.Manager.Instruments.RefusedId();
        }
    }
}
