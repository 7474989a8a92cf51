using System.Text.Json;

namespace Holdfast.Cli.Shop;

/// <summary>End reasons for programs, and for the person whose session is gone.</summary>
internal static class EndReasonText
{
    private static readonly Dictionary<EndReason, string> Codes =
        Enum.GetValues<EndReason>().ToDictionary(reason => reason, reason => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()));

    public static string Code(EndReason reason) => Codes[reason];

    public static string Sentence(EndReason reason) => reason switch
    {
        EndReason.LoggedOut => "This session was signed out.",
        EndReason.Revoked => "This session was revoked.",
        EndReason.IdleTimeout => "This session expired: it was not used for too long.",
        EndReason.AbsoluteTimeout => "This session expired: it reached its longest life.",
        EndReason.Evicted => "This session made room for others.",
        EndReason.Completed => "This session is complete.",
        EndReason.Failed => "This session could not be kept.",
        EndReason.Replaced => "This session was replaced by a newer one.",
        _ => "This session ended with its server.",
    };
}
