using System.Runtime.InteropServices;
using Holdfast.Storage;

namespace Holdfast;

/// <summary>What the public results have in common. Sessions and errors are made when somebody asks for them: most callers never do.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Outcome
{
    private readonly StoreResult _result;
    private readonly ulong _epoch;
    private readonly HoldfastError? _error;
    private readonly SessionLimit? _limit;

    public Outcome(in StoreResult result, ulong epoch)
    {
        _result = result;
        _epoch = epoch;
    }

    public Outcome(Status status, HoldfastError error, SessionLimit? limit = null)
    {
        _result = StoreResult.Of(status);
        _error = error;
        _limit = limit;
    }

    public Status Status => _result.Status;

    public EndReason? EndReason => _result.EndReason;

    public Session? Session => _result.Image.IsNone ? null : new Session(_result.Image, _result.LastActivity, _epoch);

    public SessionLimit? Limit => _limit ?? _result.Detail?.Limit;

    public HoldfastError? Error => _error ?? RefusalText.Of(_result);

    public ref readonly StoreResult Result
    {
        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        get => ref _result;
    }
}
