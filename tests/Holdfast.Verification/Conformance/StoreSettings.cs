namespace Holdfast.Verification;

/// <summary>What a conformance case wants of the store it runs on.</summary>
public sealed record StoreSettings
{
    /// <summary>Sizes and counts; small ones make limits cheap to reach.</summary>
    public SessionLimits Limits { get; init; } = new();

    /// <summary>How long the record of an ended session is kept.</summary>
    public TimeSpan EndedRetention { get; init; } = TimeSpan.FromMinutes(10);
}
