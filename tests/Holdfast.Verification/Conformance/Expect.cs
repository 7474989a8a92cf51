using Holdfast.Operations;
using Holdfast.Storage;

namespace Holdfast.Verification;

/// <summary>Assertions about a store's answers that say on failure what the answer was.</summary>
internal static class Expect
{
    public static void Ok(in StoreResult result) => Is(Status.Ok, result);

    public static void Is(Status expected, in StoreResult result) =>
        Assert.True(result.Status == expected, $"Expected {expected}, but the answer was {Describe(result)}.");

    public static void Refused(Status status, Refusal refusal, in StoreResult result) =>
        Assert.True(
            result.Status == status && result.Refusal == refusal, $"Expected {status} because of {refusal}, but the answer was {Describe(result)}.");

    /// <summary>The session is over, for this reason.</summary>
    public static void Ended(EndReason reason, in StoreResult result) =>
        Assert.True(
            result.Status == Status.Ended && result.EndReason == reason, $"Expected Ended ({reason}), but the answer was {Describe(result)}.");

    /// <summary>The caller's secret was replaced; the session itself may live on.</summary>
    public static void Superseded(in StoreResult result) =>
        Assert.True(
            result is { Status: Status.Ended, EndReason: null } && result.Refusal is Refusal.SecretSuperseded or Refusal.ReadOnlyGrace,
            $"Expected Ended (secret superseded), but the answer was {Describe(result)}.");

    /// <summary>Both say the same of their session; the words that a store keeps for itself in an image may differ.</summary>
    public static void SameState(SessionImage expected, SessionImage actual) => Assert.Equal(StateOf(expected), StateOf(actual));

    /// <summary>An image without the store's own words.</summary>
    public static byte[] StateOf(SessionImage image)
    {
        var bytes = image.Bytes.ToArray();
        bytes.AsSpan(SessionImage.LastActivityAt, sizeof(long)).Clear();
        bytes.AsSpan(SessionImage.SubjectEpochAt, sizeof(int)).Clear();
        if (image.IsJournaled) bytes.AsSpan(SessionImage.PositionAt, sizeof(long)).Clear();
        return bytes;
    }

    public static string Describe(in StoreResult result) =>
        $"{result.Status}{(result.EndReason is { } reason ? $" ({reason})" : "")}{(result.Refusal != Refusal.None ? $" because of {result.Refusal}" : "")}";
}
