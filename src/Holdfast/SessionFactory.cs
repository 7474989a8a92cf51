using Holdfast.Model;
using Holdfast.Operations;
using Holdfast.Storage;
using Holdfast.Sweeping;

namespace Holdfast;

/// <summary>Turns a <see cref="NewSession"/> into a store's creation: names and timeouts checked, secret issued, first operations recorded.</summary>
internal sealed class SessionFactory(IHoldfastStore store, HoldfastOptions options, Sweeper sweeper)
{
    // A guess at what a key and its value take, so that recording a usual session grows no buffer.
    private const int BytesPerKey = 64;

    public ValueTask<CreateResult> CreateAsync(NewSession session, bool orGet, CancellationToken cancellationToken)
    {
        var key = default(SessionKey);
        if (session.Name is not null && !SessionKey.TryFromName(session.Name, out key))
        {
            return RefuseAsync(Status.Invalid, RefusalText.Of(Refusal.KeyMalformed, null));
        }

        if (orGet && session.Name is null)
        {
            return RefuseAsync(Status.Invalid, new HoldfastError(ErrorCodes.InvalidKey, "Get-or-create needs a name. Use create for a session with an issued key."));
        }

        if (session is { DisplayName: not null, Subject: null })
        {
            return RefuseAsync(Status.Invalid, new HoldfastError(ErrorCodes.NoSubject, "DisplayName is the subject's name for people, and there is no subject. Set Subject too, or leave DisplayName out."));
        }

        var changes = Record(session);
        if (changes.Error is { } error)
        {
            return RefuseAsync(changes.Limit is null ? Status.Invalid : Status.Limited, error, changes.Limit);
        }

        var idle = session.IdleTimeout ?? options.EffectiveIdleTimeout;
        var absolute = session.AbsoluteTimeout ?? options.AbsoluteTimeout;
        if (CheckTimeouts(session, idle, absolute) is { } refusal)
        {
            return RefuseAsync(Status.Invalid, refusal);
        }

        SessionId? id = session.Name is null ? SessionId.Issue(SessionKey.Issue()) : null;
        var command = new CreateCommand
        {
            Key = id?.Key ?? key,
            Incarnation = id is { } issued ? issued.Key.High : RandomPool.NextUInt64(),
            UseExisting = orGet,
            Digest = id?.Digest() ?? SecretDigest.None,
            Type = session.Type,
            IdleMilliseconds = (long)idle.TotalMilliseconds,
            AbsoluteMilliseconds = (long)absolute.TotalMilliseconds,
            Operations = changes.Writer.WrittenMemory,
            OperationCount = changes.Writer.Count,
        };
        var creating = CreateAsync(command, cancellationToken);
        return creating.IsCompletedSuccessfully ? new(Created(creating.Result, id)) : CreatedAsync(creating, id);
    }

    public ValueTask<StoreResult> CreateAsync(in CreateCommand command, CancellationToken cancellationToken)
    {
        sweeper.Start();
        return store.CreateAsync(command, cancellationToken);
    }

    private static ValueTask<CreateResult> RefuseAsync(Status status, HoldfastError error, SessionLimit? limit = null) =>
        new(new CreateResult(new Outcome(status, error, limit)));

    private static CreateResult Created(in StoreResult result, SessionId? id) => new(new Outcome(result), result.Status == Status.Ok ? id : null);

    private static async ValueTask<CreateResult> CreatedAsync(ValueTask<StoreResult> creating, SessionId? id) =>
        Created(await creating.ConfigureAwait(false), id);

    private static HoldfastError? CheckTimeouts(NewSession session, TimeSpan idle, TimeSpan absolute)
    {
        var (setting, value) = !Timeouts.IsLegal(idle) ? (nameof(session.IdleTimeout), idle) : (nameof(session.AbsoluteTimeout), absolute);
        return Timeouts.IsLegal(value)
            ? null
            : new HoldfastError(ErrorCodes.InvalidTimeout, $"{setting} is {value}; it is whole milliseconds from {Timeouts.Shortest} to {Timeouts.Longest}.");
    }

    private ChangeSet Record(NewSession session)
    {
        var changes = new ChangeSet(options.Limits);
        changes.Writer.Expect((1 + (session.Data?.Count ?? 0)) * BytesPerKey);
        changes.CheckType(session.Type);
        if (session.Subject is { } subject)
        {
            changes.SetSubject(subject, session.AuthenticatedAt, session.DisplayName);
        }

        foreach (var tag in session.Tags ?? [])
        {
            changes.AddTag(tag);
        }

        if (session.Data is { } data)
        {
            foreach (var (name, value) in data)
            {
                changes.Set(name, value);
            }
        }

        return changes;
    }
}
