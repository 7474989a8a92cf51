namespace Holdfast.Tests;

/// <summary>
/// Everything that may come out when two operations meet on one session: what the first was answered, what the second, and what the session is
/// in the end. "unknown" is a revocation that came too late to end it; "live v3" is a session of version 3.
/// </summary>
/// <remarks>
/// What is not here must not happen, and all of this does. update adds to a counter and holds nothing; write, clear, regenerate, rotate (with
/// a grace) and sign-in come from scopes that hold the first secret, so they are refused when it is superseded, and Conflict when the
/// data was cleared or the secret rotated since they loaded. expire is the clock at the deadline, and a sweep.
/// </remarks>
internal static class PairOutcomes
{
    private const string Table = """
        update + update: Ok, Ok -> live v3
        update + write: Ok, Ok -> live v3
        update + clear: Ok, Ok -> live v3
        update + touch: Ok, Ok -> live v2
        update + end: Ended logged_out, Ok -> logged_out | Ok, Ok -> logged_out
        update + revoke: Ended revoked, Ok -> revoked | Ok, Ok -> revoked
        update + expire: Ended idle_timeout, Ok -> idle_timeout | Ok, Ok -> live v2
        update + regenerate: Ok, Ok -> live v3
        update + rotate: Ok, Ok -> live v3
        update + sign-in: Ok, Ok -> live v3
        write + write: Ok, Ok -> live v3
        write + clear: Conflict, Ok -> live v2 | Ok, Ok -> live v3
        write + touch: Ok, Ok -> live v2
        write + end: Ended logged_out, Ok -> logged_out | Ok, Ok -> logged_out
        write + revoke: Ended revoked, Ok -> revoked | Ok, Ok -> revoked
        write + expire: Ended idle_timeout, Ok -> idle_timeout | Ok, Ok -> live v2
        write + regenerate: Ended secret_superseded, Ok -> live v2 | Ok, Ok -> live v3
        write + rotate: Ended secret_superseded, Ok -> live v2 | Ok, Ok -> live v3
        write + sign-in: Ended secret_superseded, Ok -> live v2 | Ok, Ok -> live v3
        clear + clear: Conflict, Ok -> live v2 | Ok, Conflict -> live v2 | Ok, Ok -> live v3
        clear + touch: Ok, Ok -> live v2
        clear + end: Ended logged_out, Ok -> logged_out | Ok, Ok -> logged_out
        clear + revoke: Ended revoked, Ok -> revoked | Ok, Ok -> revoked
        clear + expire: Ended idle_timeout, Ok -> idle_timeout | Ok, Ok -> live v2
        clear + regenerate: Ended secret_superseded, Ok -> live v2 | Ok, Conflict -> live v2 | Ok, Ok -> live v3
        clear + rotate: Ended secret_superseded, Ok -> live v2 | Ok, Conflict -> live v2 | Ok, Ok -> live v3
        clear + sign-in: Ended secret_superseded, Ok -> live v2 | Ok, Conflict -> live v2 | Ok, Ok -> live v3
        touch + touch: Ok, Ok -> live v1
        touch + end: Ended logged_out, Ok -> logged_out | Ok, Ok -> logged_out
        touch + revoke: Ended revoked, Ok -> revoked | Ok, Ok -> revoked
        touch + expire: Ended idle_timeout, Ok -> idle_timeout | Ok, Ok -> live v1
        touch + regenerate: Ended secret_superseded, Ok -> live v2 | Ok, Ok -> live v2
        touch + rotate: Ended secret_superseded, Ok -> live v2 | Ok, Ok -> live v2
        touch + sign-in: Ended secret_superseded, Ok -> live v2 | Ok, Ok -> live v2
        end + end: Ended logged_out, Ok -> logged_out | Ok, Ended logged_out -> logged_out
        end + revoke: Ended revoked, Ok -> revoked | Ok, unknown -> logged_out
        end + expire: Ended idle_timeout, Ok -> idle_timeout | Ok, Ok -> logged_out
        end + regenerate: Ok, Ended logged_out -> logged_out | Ok, Ok -> logged_out
        end + rotate: Ok, Ended logged_out -> logged_out | Ok, Ok -> logged_out
        end + sign-in: Ok, Ended logged_out -> logged_out | Ok, Ok -> logged_out
        revoke + revoke: Ok, unknown -> revoked | unknown, Ok -> revoked
        revoke + expire: Ok, Ok -> revoked | unknown, Ok -> idle_timeout
        revoke + regenerate: Ok, Ended revoked -> revoked | Ok, Ok -> revoked
        revoke + rotate: Ok, Ended revoked -> revoked | Ok, Ok -> revoked
        revoke + sign-in: Ok, Ended revoked -> revoked | Ok, Ok -> revoked
        expire + expire: Ok, Ok -> idle_timeout
        expire + regenerate: Ok, Ended idle_timeout -> idle_timeout | Ok, Ok -> live v2
        expire + rotate: Ok, Ended idle_timeout -> idle_timeout | Ok, Ok -> live v2
        expire + sign-in: Ok, Ended idle_timeout -> idle_timeout | Ok, Ok -> live v2
        regenerate + regenerate: Ended secret_superseded, Ok -> live v2 | Ok, Ended secret_superseded -> live v2
        regenerate + rotate: Conflict, Ok -> live v2 | Ended secret_superseded, Ok -> live v2 | Ok, Ended secret_superseded -> live v2
        regenerate + sign-in: Ended secret_superseded, Ok -> live v2 | Ok, Ended secret_superseded -> live v2
        rotate + rotate: Conflict, Ok -> live v2 | Ended secret_superseded, Ok -> live v2 | Ok, Conflict -> live v2 | Ok, Ended secret_superseded -> live v2
        rotate + sign-in: Ended secret_superseded, Ok -> live v2 | Ok, Conflict -> live v2 | Ok, Ended secret_superseded -> live v2
        sign-in + sign-in: Ended secret_superseded, Ok -> live v2 | Ok, Ended secret_superseded -> live v2
        """;

    /// <summary>The outcomes by the pair's name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ByPair { get; } = Table
        .Split('\n', StringSplitOptions.TrimEntries)
        .Select(row => row.Split(": ", 2))
        .ToDictionary(row => row[0], row => (IReadOnlyList<string>)row[1].Split(" | "), StringComparer.Ordinal);
}
