using System.Buffers;
using System.IO.Pipelines;

namespace Holdfast.AspNetCore.Answers;

/// <summary>The answer's body as a pipe, behind its guard: what is written before the answer has begun is held here until it may pass.</summary>
internal sealed class GuardedWriter(GuardedBody body) : PipeWriter
{
    // Not pooled: it may hold a page about one session, and is dropped with the request (Invariant 11).
    private ArrayBufferWriter<byte>? _held;
    private bool _isLeaseHeld;

    public bool HoldsBytes => _held is { WrittenCount: > 0 };

    public override bool CanGetUnflushedBytes => body.Inner.Writer.CanGetUnflushedBytes;

    public override long UnflushedBytes => (_held?.WrittenCount ?? 0) + (body.IsOpen ? body.Inner.Writer.UnflushedBytes : 0);

    public override Memory<byte> GetMemory(int sizeHint = 0) => Lease()?.GetMemory(sizeHint) ?? body.Inner.Writer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        var held = Lease();
        return held is null ? body.Inner.Writer.GetSpan(sizeHint) : held.GetSpan(sizeHint);
    }

    public override void Advance(int bytes)
    {
        if (_isLeaseHeld)
        {
            _held!.Advance(bytes);
        }
        else
        {
            body.Inner.Writer.Advance(bytes);
        }
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (await body.MayPassAsync(cancellationToken).ConfigureAwait(false))
        {
            return await body.Inner.Writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        _held?.ResetWrittenCount();
        return new FlushResult(isCanceled: false, isCompleted: true);
    }

    public override async ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (await body.MayPassAsync(cancellationToken).ConfigureAwait(false))
        {
            return await body.Inner.Writer.WriteAsync(source, cancellationToken).ConfigureAwait(false);
        }

        _held?.ResetWrittenCount();
        return new FlushResult(isCanceled: false, isCompleted: true);
    }

    public override void CancelPendingFlush() => body.Inner.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // A clean end may come before the answer has begun: then the end of the request passes on what is held.
        if (body.IsOpen || exception is not null)
        {
            PassOn();
            body.Inner.Writer.Complete(exception);
        }
    }

    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        if (exception is not null || await body.MayPassAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await body.Inner.Writer.CompleteAsync(exception).ConfigureAwait(false);
        }
    }

    /// <summary>Hands what is held to the answer's own pipe, in front of everything that is written from now on.</summary>
    public void PassOn()
    {
        if (body.IsOpen && HoldsBytes)
        {
            body.Inner.Writer.Write(_held!.WrittenSpan);
            _held.ResetWrittenCount();
        }
    }

    private ArrayBufferWriter<byte>? Lease()
    {
        if (body.IsOpen)
        {
            PassOn();
            _isLeaseHeld = false;
            return null;
        }

        if (body.IsRefused)
        {
            _held?.ResetWrittenCount();
        }

        _isLeaseHeld = true;
        return _held ??= new ArrayBufferWriter<byte>();
    }
}
