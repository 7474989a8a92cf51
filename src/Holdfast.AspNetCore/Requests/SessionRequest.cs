using Holdfast.AspNetCore.Answers;
using Holdfast.AspNetCore.Cookies;
using Holdfast.AspNetCore.Diagnostics;
using Holdfast.AspNetCore.Sessions;
using Holdfast.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.AspNetCore.Requests;

/// <summary>
/// One request and its session: makes the scope when somebody asks for it, commits it, tells the client about a new or an ended session, and
/// counts the request as activity. Everything is made on first use; a request that has no use for its session leaves this object alone.
/// </summary>
/// <remarks>
/// <para><b>When it commits.</b> Before the first byte of the answer, at the latest in the callback that the server runs before it writes the head; else when the
/// application returns; and what is recorded after the answer began, at its end.</para>
/// <para><b>Failure</b> sets <see cref="Refusal"/>; <see cref="GuardedBody"/> then drops the application's bytes and writes the problem.</para>
/// <para><b>An exception</b> drops what was only recorded. What the application had committed by then stands, and the client is told with the head of
/// whatever answer follows: by this object, or by that of the pipeline's second run, which goes on with the same scope.</para>
/// </remarks>
/// <param name="context">The request.</param>
/// <param name="parts">What all requests share.</param>
/// <param name="scope">Left by an earlier run of the pipeline that an exception ended, when that has something to tell the client.</param>
internal sealed class SessionRequest(HttpContext context, RequestParts parts, SessionScope? scope) : ISessionFeature
{
    public static readonly Func<object, Task> Starting = static state => ((SessionRequest)state).StartingAsync();

    private SessionScope? _scope = scope;
    private ISession? _session;
    private string? _toldId;
    private bool _toldEnd;
    private bool _hasActivity;
    private bool _isGuarded;
    private string? _encodingBefore;

    public SessionScope Scope => _scope ??= new SessionScope(parts.Manager, ReadPresented(), IsPassive, parts.IdleTimeout);

    public ISession Session
    {
        get => IsOver
            ? throw new InvalidOperationException("The request has left the Holdfast middleware: what is recorded on its session now would be lost.")
            : _session ??= new RecordedSession(this);
        set => _session = value;
    }

    /// <summary>What the client is told instead of the application's answer; null as long as nothing was refused.</summary>
    public ProblemAnswer? Refusal { get; private set; }

    public bool HasChanges => _scope is { HasChanges: true };

    public bool HasAnswerBegun => context.Response.HasStarted;

    public bool AllowsSynchronousWrites => context.Features.Get<IHttpBodyControlFeature>() is not { AllowSynchronousIO: false };

    public bool HasScope => _scope is not null;

    /// <summary>An exception has escaped; the request may be run again, by an exception handler for one.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>The middleware is done with it, whether or not all went well: there is no session any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether the session was made, renewed or ended here, so that the client's cookie changes.</summary>
    public bool HasNews => _scope is { IssuedId: not null } or { HasEnded: true };

    private bool IsPassive =>
        context.GetEndpoint()?.Metadata.GetMetadata<SessionAttribute>() is { } wish && wish.Access.HasFlag(SessionAccess.Passive);

    private string? Encoding => context.Response.Headers.ContentEncoding;

    /// <summary>Applies what is recorded. Completes at once when nothing is; a refusal is kept in <see cref="Refusal"/>.</summary>
    public ValueTask CommitAsync() => HasChanges && Refusal is null ? ApplyAsync(_scope!) : default;

    /// <summary>As <see cref="CommitAsync"/>, for an answer that can no longer be replaced: a failure aborts the connection.</summary>
    public async ValueTask CommitLateAsync()
    {
        if (HasChanges)
        {
            await Scope.LoadAsync().ConfigureAwait(false);
            if (HasAnswerBegun && Scope.WouldCreate)
            {
                Refuse(new ProblemAnswer(
                    StatusCodes.Status500InternalServerError,
                    new HoldfastError("answer_has_begun", "A session cannot begin after the answer: its client would never get the id.")));
            }

            await CommitAsync().ConfigureAwait(false);
            if (Refusal is { } refusal)
            {
                parts.Instruments.FailedLate(refusal.Code);
                Log.LateCommitFailed(parts.Logger, refusal.Code);
                context.Abort();
                return;
            }
        }

        if (!HasAnswerBegun)
        {
            TellClient();
        }
        else
        {
            NoteIdTooLate();
        }
    }

    /// <summary>Something was refused: what is recorded is dropped, and the answer will be the problem.</summary>
    public void Refuse(ProblemAnswer problem)
    {
        Refusal = problem;
        _scope?.Discard();
    }

    /// <summary>The answer can still be replaced: its head becomes the problem's.</summary>
    public void ReplaceHead(bool isEncoded = false)
    {
        var problem = Refusal!;
        ProblemHeaders.Apply(context.Response, problem, isEncoded);
        (_toldId, _toldEnd) = (null, false);
        if (!problem.LeavesCookie)
        {
            TellClient();
        }
    }

    /// <summary>The guard is about to begin the answer: from here it can still drop what the application writes, whatever the callbacks record.</summary>
    public void Guard()
    {
        _isGuarded = true;
        _encodingBefore = Encoding;
    }

    public void CountBlockedRead()
    {
        parts.Instruments.BlockedRead();
        Log.BlockedRead(parts.Logger);
    }

    public void CountReplaced()
    {
        var problem = Refusal!;
        parts.Instruments.ReplacedAnswer(problem.Code);
        if (problem.IsStoreFailure)
        {
            Log.StoreFailed(parts.Logger, problem.StatusCode, problem.Code);
        }
        else
        {
            Log.AnswerReplaced(parts.Logger, problem.StatusCode, problem.Code);
        }
    }

    /// <summary>Sets or deletes the cookie if this request's scope made, renewed or ended the session. Repeatable; the answer has not begun.</summary>
    public void TellClient()
    {
        if (_scope is null)
        {
            return;
        }

        if (_scope.IssuedId is { } id)
        {
            var text = id.Reveal();
            if (text != _toldId)
            {
                _toldId = text;
                CookieAnswer.Set(context, parts, text, _scope.Session);
            }
        }
        else if (_scope.HasEnded && !_toldEnd)
        {
            _toldEnd = true;
            CookieAnswer.Delete(context, parts);
        }
    }

    /// <summary>An exception has escaped: nothing of what was only recorded happens.</summary>
    public void Abandon()
    {
        IsAbandoned = true;
        _scope?.Discard();
        RecordActivity();
        if (HasAnswerBegun)
        {
            NoteIdTooLate();
        }

        // Whoever answers now begins with an empty head.
        (_toldId, _toldEnd) = (null, false);
    }

    public void Leave() => IsOver = true;

    /// <summary>Gives the scope to the pipeline's second run, and with it the duty to tell the client.</summary>
    public SessionScope? HandOver()
    {
        if (!IsAbandoned || !HasNews)
        {
            return null;
        }

        var left = _scope;
        _scope = null;
        return left;
    }

    /// <summary>A request with a valid cookie is a use of its session; one that did not load it says so to the store, without waiting.</summary>
    public void RecordActivity()
    {
        if (_hasActivity)
        {
            return;
        }

        _hasActivity = true;
        if (_scope is { IsTouched: true })
        {
            return;
        }

        var presented = _scope is null ? ReadPresented() : _scope.Presented;
        if (presented is { } id && !IsPassive)
        {
            SessionActivity.Record(parts, id);
        }
    }

    private Task StartingAsync()
    {
        if (IsAbandoned)
        {
            TellClient();
            return Task.CompletedTask;
        }

        RecordActivity();
        return _scope is null && Refusal is null ? Task.CompletedTask : StartingWithSessionAsync();
    }

    private async Task StartingWithSessionAsync()
    {
        if (Refusal is not null)
        {
            // The head was replaced before the layers around this one saw it; callbacks may have added to it since.
            _scope?.Discard();
            ReplaceHead(isEncoded: true);
            return;
        }

        await CommitAsync().ConfigureAwait(false);
        if (Refusal is null)
        {
            TellClient();
        }
        else if (_isGuarded)
        {
            ReplaceHead(isEncoded: !string.Equals(Encoding, _encodingBefore, StringComparison.Ordinal));
        }
        else
        {
            // Somebody starts the answer past the guard, an upgrade for one: nothing could hold back what is written behind the head.
            CountReplaced();
            throw new SessionRefusedException(Refusal);
        }
    }

    private void NoteIdTooLate()
    {
        if (_scope?.IssuedId is { } id && id.Reveal() != _toldId)
        {
            Log.IdTooLate(parts.Logger);
        }
    }

    private async ValueTask ApplyAsync(SessionScope scope)
    {
        try
        {
            // Not cancelled with the request: the change set is complete, and half a request's wishes are worse than either end.
            var result = await scope.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            if (!result.IsOk)
            {
                Refuse(ProblemAnswer.Of(result.Status, result.Error));
            }
        }
        catch (Exception exception)
        {
            Log.CommitThrew(parts.Logger, exception);
            Refuse(ProblemAnswer.Of(Status.Unknown, null));
        }
    }

    private PresentedId? ReadPresented()
    {
        var header = context.Request.Headers.Cookie;
        if (header.Count == 0)
        {
            return null;
        }

        var name = parts.Cookie.NameFor(context.Request);
        if (parts.Known.Find(context.Features, header, name) is { } known)
        {
            return known.Id;
        }

        var verdict = CookieReader.Read(header, name, out var id, out var lookAlikes);
        if (lookAlikes > 0)
        {
            parts.Instruments.IgnoredLookAlikes(lookAlikes);
            Log.LookAlikesIgnored(parts.Logger, lookAlikes);
        }

        if (verdict is CookieVerdict.Malformed or CookieVerdict.Ambiguous)
        {
            parts.Instruments.RefusedCookie(verdict);
            Log.CookieRefused(parts.Logger, verdict);
        }

        if (verdict != CookieVerdict.Valid)
        {
            return null;
        }

        var presented = new PresentedId(id);
        if (lookAlikes == 0)
        {
            parts.Known.Keep(context.Features, header, name, presented); // what is counted has to be looked at each time
        }

        return presented;
    }
}
