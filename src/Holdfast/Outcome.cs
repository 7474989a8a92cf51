using System.Runtime.InteropServices;
using Holdfast.Storage;

namespace Holdfast;

/// <summary>What the public results have in common. Sessions and errors are made when somebody asks for them: most callers never do.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Outcome
{
    private readonly StoreResult _result;

    public Outcome(in StoreResult result) => _result = result;

    public Outcome(Status status, HoldfastError error, SessionLimit? limit = null) =>
        _result = new StoreResult { Status = status, Detail = new RefusalDetail(null, limit, error) };

    public Status Status => _result.Status;

    public EndReason? EndReason => _result.EndReason;

    public Session? Session => _result.Image.IsNone ? null : new Session(_result.Image, _result.LastActivity, _result.Epoch);

    public SessionLimit? Limit => _result.Detail?.Limit;

    public HoldfastError? Error => _result.Detail?.Error ?? RefusalText.Of(_result);

    public ref readonly StoreResult Result
    {
        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        get => ref _result;
    }
}
