using Holdfast.Operations;
using Holdfast.Storage;

namespace Holdfast;

/// <summary>Turns a store's refusal into what a program and a person can act on. Keys are named, values and secrets never.</summary>
internal static class RefusalText
{
    public static HoldfastError? Of(in StoreResult result) =>
        result.Refusal != Refusal.None ? Of(result.Refusal, result.Detail) : Of(result.Status, result.EndReason);

    public static HoldfastError Of(Refusal refusal, RefusalDetail? detail)
    {
        var key = detail?.Key;
        var limit = detail?.Limit;
        return refusal switch
        {
            Refusal.KeyMalformed => new(
                ErrorCodes.InvalidKey, "That is no session key. A key is 22 characters of base64url; a name has 1 to 64 of A-Z, a-z, 0-9, '_' and '-'."),
            Refusal.FenceCrossed => new(
                ErrorCodes.Fenced, "The session was cleared after this request began, so nothing of it was kept. Read its newest state (a scope: ReloadAsync) and repeat what still makes sense."),
            Refusal.VersionMismatch or Refusal.IncarnationMismatch or Refusal.EpochMismatch => new(
                ErrorCodes.VersionConflict, "The session has changed since the version that the update names. Read its newest state (a scope: ReloadAsync) and decide anew."),
            Refusal.KeyVersionMismatch => new(
                ErrorCodes.KeyVersionConflict, $"'{key}' was changed since it was read, so nothing of the change set was kept. Read its newest state (a scope: ReloadAsync) and repeat, or use Increment."),
            Refusal.WrongType => new(
                ErrorCodes.WrongType, $"'{key}' holds another kind of value: only a number can be incremented and only a list appended to. Remove or set it first."),
            Refusal.Overflow => new(
                ErrorCodes.Overflow, $"Incrementing '{key}' would leave the range of a signed 64-bit number; it was left as it is."),
            Refusal.ValueTooLarge => new(
                ErrorCodes.ValueTooLarge, $"The value for '{key}' is too large: {Describe(limit)}. Store it elsewhere and keep a reference to it here."),
            Refusal.TooManyKeys => new(ErrorCodes.TooManyKeys, $"The session would have too many keys: {Describe(limit)}. Remove some first."),
            Refusal.SessionTooLarge => new(ErrorCodes.SessionTooLarge, $"The session would be too large: {Describe(limit)}. Remove something first."),
            Refusal.TooManyTags => new(ErrorCodes.TooManyTags, $"The session would have too many tags: {Describe(limit)}. Remove some first."),
            Refusal.OtherSubject => new(
                ErrorCodes.OtherSubject, "The session belongs to another subject, and a session never changes hands. End it and create a new one."),
            Refusal.NoSubject => new(ErrorCodes.NoSubject, "A session without a subject cannot be authenticated. Use SetSubject, which does both."),
            Refusal.AuthenticationTooOld => new(
                ErrorCodes.AuthenticationTooOld, "The authentication is older than the absolute timeout allows. Authenticate again."),
            Refusal.SubjectRevoked => new(
                ErrorCodes.SubjectRevoked, "The subject's sessions were revoked after that authentication. Authenticate again."),
            Refusal.NotOfSubject => new(
                ErrorCodes.NotOfSubject, "The session to keep is not a live session of that subject, so nothing was revoked."),
            Refusal.SecretSuperseded => new(
                ErrorCodes.SecretSuperseded, "The session's secret was replaced, by a sign-in or a rotation; this one is no longer good."),
            Refusal.ReadOnlyGrace => new(
                ErrorCodes.ReadOnlyGrace, "The session's secret was just rotated: the old one may read for a moment, but changes nothing."),
            Refusal.GenerationMismatch => new(
                ErrorCodes.RegenerationConflict, "Another request regenerated this session first; its answer carries the new cookie."),
            Refusal.SecretWrong => new(ErrorCodes.NotFound, "There is no such session."),
            Refusal.NotSynced => new(ErrorCodes.Unavailable, "The store could not make the change durable and has stopped acknowledging. Its health says why."),
            Refusal.Disposed => new(ErrorCodes.Unavailable, "The store has been shut down."),
            _ => new(ErrorCodes.VersionConflict, "The session is not in the state that the operation names."),
        };
    }

    public static Outcome NoEndReason(EndReason reason) => new(
        Status.Invalid, new HoldfastError(ErrorCodes.InvalidValue, $"{(int)reason} is no end reason; use one of EndReason."));

    private static HoldfastError? Of(Status status, EndReason? reason) => status switch
    {
        Status.Ok => null,
        Status.AlreadyExists => new(ErrorCodes.AlreadyExists, "A live session has that name already. Use it, end it, or choose another name."),
        Status.NotFound => new(ErrorCodes.NotFound, "There is no such session."),
        Status.Ended => new(ErrorCodes.Ended, $"The session has ended ({Words(reason)}). Create a new one."),
        Status.Unavailable => new(ErrorCodes.Unavailable, "The session store cannot be reached; nothing was acknowledged. Try again shortly."),
        Status.Unknown => new(ErrorCodes.Unknown, "The store did not answer in time: the change may or may not have been applied. Read the session before repeating it."),
        _ => new(ErrorCodes.VersionConflict, "The session is not in the state that the operation names."),
    };

    private static string Describe(SessionLimit? limit) =>
        limit is { } l ? $"{l.Actual} against a limit of {l.Maximum} ({l.Name})" : "over its limit";

    private static string Words(EndReason? reason) => reason switch
    {
        EndReason.LoggedOut => "signed out",
        EndReason.Revoked => "revoked",
        EndReason.IdleTimeout => "not used for its idle timeout",
        EndReason.AbsoluteTimeout => "reached its absolute timeout",
        EndReason.Evicted => "gave way to another",
        EndReason.Completed => "completed",
        EndReason.Failed => "failed",
        EndReason.Replaced => "replaced by another session",
        EndReason.Shutdown => "shut down",
        _ => "for good",
    };
}
