using System.Diagnostics.CodeAnalysis;
using Holdfast.AspNetCore.Answers;
using Holdfast.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Sessions;

/// <summary>
/// The framework's session over the request's scope: what it is told becomes operations, so <c>SessionExtensions</c>, TempData and everything else
/// that writes through it merges with other requests instead of overwriting them.
/// </summary>
/// <remarks>
/// A key that is read and then written depends on what was read; its conflict rule decides whether a newer write refuses that. Reading
/// waits for the load, and blocks if it has to; await <see cref="LoadAsync"/> first to avoid that. A store that cannot be reached fails the read: a session is
/// never shown as empty because nobody could ask.
/// </remarks>
internal sealed class RecordedSession(SessionRequest request) : ISession
{
    private readonly SessionScope _scope = request.Scope;

    public bool IsAvailable
    {
        get
        {
            Load();
            return _scope.IsAvailable;
        }
    }

    public string Id
    {
        get
        {
            Load();
            return _scope.Key.ToString(null, null);
        }
    }

    public IEnumerable<string> Keys => Read().Keys;

    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfUnavailable(await _scope.LoadAsync(cancellationToken).ConfigureAwait(false));
    }

    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        var result = await _scope.CommitAsync(cancellationToken).ConfigureAwait(false);
        if (!result.IsOk)
        {
            throw new SessionRefusedException(ProblemAnswer.Of(result.Status, result.Error));
        }
    }

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var data = Read();
        _scope.NoteRead(key);
        value = data.TryGetValue(key, out var found) ? SessionBytes.Of(found) : null;
        return value is not null;
    }

    public void Set(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        _scope.Begin();
        if (request.HasAnswerBegun && _scope.IsLoaded && !_scope.HasSession)
        {
            throw new InvalidOperationException("The answer has begun and there is no session yet: its client could not be told the id. Write to the session before the first byte.");
        }

        _scope.Record().Set(key, (ReadOnlySpan<byte>)value);
    }

    public void Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _scope.Record().Remove(key);
    }

    public void Clear() => _scope.Record().Clear();

    private SessionData Read()
    {
        if (!_scope.IsLoaded || !_scope.IsAvailable)
        {
            ThrowIfUnavailable(Load());
        }

        return _scope.Data;
    }

    private ReadResult Load()
    {
        var loading = _scope.LoadAsync();
        if (loading.IsCompleted)
        {
            return loading.Result;
        }

        request.CountBlockedRead();
        return loading.AsTask().GetAwaiter().GetResult();
    }

    private void ThrowIfUnavailable(in ReadResult read)
    {
        if (!_scope.IsAvailable)
        {
            throw new SessionRefusedException(ProblemAnswer.Of(read.Status, read.Error));
        }
    }
}
