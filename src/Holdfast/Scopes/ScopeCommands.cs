using Holdfast.Storage;

namespace Holdfast;

/// <summary>
/// What a scope asks of its store. Each command carries what the scope holds (incarnation, secret generation, base), so the store can refuse
/// it when that is no longer current (Invariants 2, 3).
/// </summary>
internal static class ScopeCommands
{
    public static ApplyCommand Change(in StoreResult loaded, ChangeSet changes, bool countsAccess, bool isPassive) => new()
    {
        Key = loaded.Image.Key,
        Incarnation = loaded.Image.Incarnation,
        Generation = loaded.Generation,
        Base = loaded.Image.Version,
        BaseEpoch = loaded.Epoch,
        Operations = changes.Writer.WrittenMemory,
        OperationCount = changes.Writer.Count,
        CountAccess = countsAccess,
        IsPassive = isPassive,
    };

    public static EndCommand End(in StoreResult loaded, EndReason reason) => new()
    {
        Key = loaded.Image.Key,
        Incarnation = loaded.Image.Incarnation,
        Generation = loaded.Generation,
        Base = loaded.Image.Version,
        Reason = reason,
    };

    public static CreateCommand Create(SessionId id, ChangeSet changes, bool countsAccess, TimeSpan? idle, HoldfastOptions options) => new()
    {
        Key = id.Key,
        Incarnation = id.Key.High,
        Digest = id.Digest(),
        Type = string.Empty,
        IdleMilliseconds = (long)(idle ?? options.EffectiveIdleTimeout).TotalMilliseconds,
        AbsoluteMilliseconds = (long)options.AbsoluteTimeout.TotalMilliseconds,
        Operations = changes.Writer.WrittenMemory,
        OperationCount = changes.Writer.Count,
        CountAccess = countsAccess,
    };
}
