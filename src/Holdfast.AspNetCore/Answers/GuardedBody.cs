using System.IO.Pipelines;
using Holdfast.AspNetCore.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.AspNetCore.Answers;

/// <summary>
/// Stands before the answer's body: nothing passes until the session is committed, and nothing ever does if that fails; then the problem is
/// written instead.
/// </summary>
/// <remarks>
/// <para><b>States.</b> shut → open: the session was committed and the answer begun, everything passes. shut → refused: the problem was sent, and
/// everything the application writes is dropped. The first write, flush, file or start moves it on; one that never comes leaves it shut, and
/// the end of the request commits.</para>
/// <para><b>Why the answer is begun here</b>, before the first byte: callbacks that the server runs at that moment may still record (TempData does), and
/// their commit may still fail while the byte waits.</para>
/// </remarks>
internal sealed class GuardedBody(SessionRequest request, IHttpResponseBodyFeature inner) : IHttpResponseBodyFeature
{
    // An application that writes on to an answer that was replaced is let finish; one that writes for ever is stopped (Invariant 10).
    private const int MostDropped = 8;

    private GuardedStream? _stream;
    private GuardedWriter? _writer;
    private int _dropped;

    public IHttpResponseBodyFeature Inner => inner;

    public bool IsOpen { get; private set; }

    public bool IsRefused { get; private set; }

    // Handed out once, it stays the same: code that swaps the body compares references when it swaps back.
    public Stream Stream => _stream ?? (IsOpen ? inner.Stream : _stream = GuardedStream.Before(this));

    public PipeWriter Writer => _writer ?? (IsOpen ? inner.Writer : _writer = new GuardedWriter(this));

    public bool AllowsSynchronousWrites => request.AllowsSynchronousWrites;

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) =>
        IsOpen || IsRefused ? Task.CompletedTask : BeginAsync(cancellationToken);

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        if (await MayPassAsync(cancellationToken).ConfigureAwait(false))
        {
            await inner.SendFileAsync(path, offset, count, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task CompleteAsync()
    {
        if (await MayPassAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await inner.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Begins the answer if it has not begun. True: write, all that was held back has been passed on. False: drop.</summary>
    public ValueTask<bool> MayPassAsync(CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            _writer?.PassOn();
            return new ValueTask<bool>(true);
        }

        return DecideAsync(cancellationToken);
    }

    /// <summary>The connection is about to change its protocol: commits, or writes the problem and stops the change.</summary>
    /// <exception cref="OperationCanceledException">The commit was refused; the client has been told.</exception>
    public async Task AdmitUpgradeAsync()
    {
        await request.CommitAsync().ConfigureAwait(false);
        if (request.Refusal is null)
        {
            request.TellClient();
            return;
        }

        await BeginAsync(CancellationToken.None).ConfigureAwait(false);
        throw Replaced();
    }

    /// <summary>The application is done. Commits if no byte was written, passes on what was not flushed, and commits what came late.</summary>
    public Task FinishAsync()
    {
        if (IsRefused)
        {
            return Task.CompletedTask;
        }

        if (!request.HasScope && _writer is null)
        {
            request.RecordActivity();
            return Task.CompletedTask;
        }

        return FinishWithSessionAsync();
    }

    /// <summary>The answer is the problem: for refusals that were thrown instead of met by a commit.</summary>
    public Task RefuseAsync(ProblemAnswer problem)
    {
        request.Refuse(problem);
        return BeginAsync(CancellationToken.None);
    }

    private static OperationCanceledException Replaced() =>
        new("The answer was replaced with a problem because the session's changes were not committed; there is nobody to write to.");

    private async Task FinishWithSessionAsync()
    {
        if (_writer is { HoldsBytes: true } && !await MayPassAsync(CancellationToken.None).ConfigureAwait(false))
        {
            request.RecordActivity();
            return;
        }

        if (IsOpen || request.HasAnswerBegun)
        {
            await request.CommitLateAsync().ConfigureAwait(false);
        }
        else
        {
            await request.CommitAsync().ConfigureAwait(false);
            if (request.Refusal is not null)
            {
                await BeginAsync(CancellationToken.None).ConfigureAwait(false);
                return;
            }

            // Not begun here: an answer without a body is the server's to frame, and others may yet give it one.
            request.TellClient();
        }

        request.RecordActivity();
    }

    private ValueTask<bool> DecideAsync(CancellationToken cancellationToken)
    {
        if (IsRefused || request.HasScope || request.HasAnswerBegun)
        {
            return DecideWithSessionAsync(cancellationToken);
        }

        // Nothing to commit as far as is known; a callback may still record something.
        request.Guard();
        var starting = inner.StartAsync(cancellationToken);
        if (starting.IsCompletedSuccessfully && request.Refusal is null)
        {
            IsOpen = true;
            _writer?.PassOn();
            return new ValueTask<bool>(true);
        }

        return DecideLaterAsync(new ValueTask(starting));
    }

    private async ValueTask<bool> DecideLaterAsync(ValueTask starting)
    {
        await BegunAsync(starting).ConfigureAwait(false);
        return IsOpen;
    }

    private async ValueTask<bool> DecideWithSessionAsync(CancellationToken cancellationToken)
    {
        if (!IsRefused)
        {
            await BeginAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (++_dropped > MostDropped)
        {
            throw Replaced();
        }

        return IsOpen;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (request.HasAnswerBegun)
        {
            // By somebody further out, past this guard: the head is gone, so a refusal can only end the connection.
            await request.CommitLateAsync().ConfigureAwait(false);
            IsRefused = request.Refusal is not null;
            IsOpen = !IsRefused;
            _writer?.PassOn();
            return;
        }

        // Before the layers around this one hear of a start, so that they see the head as it will be.
        await request.CommitAsync().ConfigureAwait(false);
        if (request.Refusal is null)
        {
            request.TellClient();
        }
        else
        {
            request.ReplaceHead();
        }

        request.Guard();
        await BegunAsync(new ValueTask(inner.StartAsync(cancellationToken))).ConfigureAwait(false);
    }

    private async Task BegunAsync(ValueTask starting)
    {
        await starting.ConfigureAwait(false);
        if (request.Refusal is not { } problem)
        {
            IsOpen = true;
            _writer?.PassOn();
            return;
        }

        IsRefused = true;
        request.CountReplaced();
        await inner.Writer.WriteAsync(problem.Body, CancellationToken.None).ConfigureAwait(false);
        await inner.CompleteAsync().ConfigureAwait(false);
    }
}
