namespace Holdfast.AspNetCore.Answers;

/// <summary>The answer's body as a stream, behind its guard. It owns nothing: disposing it does nothing, as with the server's own.</summary>
internal sealed class GuardedStream : Stream
{
    private readonly GuardedBody _body;

    private GuardedStream(GuardedBody body) => _body = body;

    private Stream Inner => _body.Inner.Stream;

    public static GuardedStream Before(GuardedBody body) => new(body);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => Inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var passing = _body.MayPassAsync(cancellationToken);
        if (!passing.IsCompletedSuccessfully)
        {
            return WriteLaterAsync(passing, buffer, cancellationToken);
        }

        return passing.Result ? Inner.WriteAsync(buffer, cancellationToken) : default;
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (await _body.MayPassAsync(cancellationToken).ConfigureAwait(false))
        {
            await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (MayPassNow())
        {
            Inner.Write(buffer, offset, count);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (MayPassNow())
        {
            Inner.Write(buffer);
        }
    }

    public override void Flush()
    {
        if (MayPassNow())
        {
            Inner.Flush();
        }
    }

    public override IAsyncResult BeginWrite(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        TaskToAsyncResult.Begin(WriteAsync(buffer, offset, count, CancellationToken.None), callback, state);

    public override void EndWrite(IAsyncResult asyncResult) => TaskToAsyncResult.End(asyncResult);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask WriteLaterAsync(ValueTask<bool> passing, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (await passing.ConfigureAwait(false))
        {
            await Inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
    }

    // Where the server allows no synchronous writing it says so itself, before anything has begun.
    private bool MayPassNow() => !_body.AllowsSynchronousWrites || _body.MayPassAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
