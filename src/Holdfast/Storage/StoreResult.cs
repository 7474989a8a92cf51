using System.Runtime.InteropServices;
using Holdfast.Operations;

namespace Holdfast.Storage;

/// <summary>A store's answer about one session. Its maker fills it in place: it is too large to be built and then copied by every layer.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct StoreResult
{
    // Bytes instead of enums and nullables: this travels by value through every layer of the hot path.
    private byte _status;
    private byte _endReason;

    public required Status Status
    {
        readonly get => (Status)_status;
        set => _status = (byte)value;
    }

    public Refusal Refusal { get; set; }

    /// <summary>Why the session ended; none for a superseded secret, whose session may live on.</summary>
    public EndReason? EndReason
    {
        readonly get => _endReason == 0 ? null : (EndReason)_endReason;
        set => _endReason = (byte)(value ?? default);
    }

    /// <summary>The epoch that the answer was given in; part of every token made from it.</summary>
    public ulong Epoch { get; set; }

    /// <summary>
    /// The session's state: the current one for <c>Ok</c> (unless not modified, or a touch), <c>AlreadyExists</c>, <c>Conflict</c> and refusals of a
    /// change set on a live session; what is left of it, without data, for <c>Ended</c> with a reason; none otherwise.
    /// </summary>
    public SessionImage Image { get; set; }

    /// <summary>Its last activity now, UTC ticks.</summary>
    public long LastActivity { get; set; }

    /// <summary>The secret generation that the caller's secret has, for its later commands.</summary>
    public uint Generation { get; set; }

    /// <summary>The version the caller holds is current; no image comes with it.</summary>
    public bool NotModified { get; set; }

    /// <summary>The caller came with the previous secret within its grace: it may read and nothing else.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>How many newer writes of others the change set replaced without having seen them.</summary>
    public int OverwroteUnseen { get; set; }

    public RefusalDetail? Detail { get; set; }

    public static StoreResult Of(Status status, Refusal refusal = Refusal.None) => new() { Status = status, Refusal = refusal };
}
