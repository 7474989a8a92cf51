using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Stores that break what is promised of creation, ends, expiry and revocation.</summary>
internal static class BrokenEnds
{
    /// <summary>Looks first and creates then, so that several creators of one name win.</summary>
    public sealed class CreatesInTwoSteps(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> CreateAsync(in CreateCommand command, CancellationToken cancellationToken) =>
            LookAndCreateAsync(command, cancellationToken);

        private async ValueTask<StoreResult> LookAndCreateAsync(CreateCommand command, CancellationToken cancellationToken)
        {
            var found = await Inner.LoadAsync(new LoadCommand { Key = command.Key }, cancellationToken);
            if (found.Status == Status.Ok) return await Inner.CreateAsync(command, cancellationToken);
            await Task.Yield();
            var created = await Inner.CreateAsync(command, cancellationToken);
            return created.Status == Status.AlreadyExists
                ? created with { Status = Status.Ok }
                : created;
        }
    }

    /// <summary>A change to a session that is not there makes one.</summary>
    public sealed class CreatesByChanging(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
            ApplyOrCreateAsync(command, cancellationToken);

        private async ValueTask<StoreResult> ApplyOrCreateAsync(ApplyCommand command, CancellationToken cancellationToken)
        {
            var result = await Inner.ApplyAsync(command, cancellationToken);
            if (result.Status != Status.NotFound) return result;
            return await Inner.CreateAsync(
                new CreateCommand
                {
                    Key = command.Key,
                    Incarnation = 1,
                    Type = string.Empty,
                    IdleMilliseconds = 60_000,
                    AbsoluteMilliseconds = 60_000,
                    Operations = command.Operations,
                    OperationCount = command.OperationCount,
                },
                cancellationToken);
        }
    }

    /// <summary>A late write brings an ended session back under its name.</summary>
    public sealed class RevivesByWriting(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
            SucceedAsync(Inner.ApplyAsync(command, cancellationToken));

        private static async ValueTask<StoreResult> SucceedAsync(ValueTask<StoreResult> applying)
        {
            var result = await applying;
            return result.Status == Status.Ended
                ? result with { Status = Status.Ok }
                : result;
        }
    }

    /// <summary>Ends what has ended already once more.</summary>
    public sealed class EndsTwice(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> EndAsync(in EndCommand command, CancellationToken cancellationToken) =>
            EndAsync(command, Inner.EndAsync(command, cancellationToken));

        private static async ValueTask<StoreResult> EndAsync(EndCommand command, ValueTask<StoreResult> ending)
        {
            var result = await ending;
            return result.Status == Status.Ended
                ? result with { Status = Status.Ok, EndReason = command.Reason }
                : result;
        }
    }

    /// <summary>Answers success for a session that is not there.</summary>
    public sealed class EndsWhatIsNot(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> EndAsync(in EndCommand command, CancellationToken cancellationToken) =>
            EndAsync(Inner.EndAsync(command, cancellationToken));

        private static async ValueTask<StoreResult> EndAsync(ValueTask<StoreResult> ending)
        {
            var result = await ending;
            return result.Status == Status.NotFound ? StoreResult.Of(Status.Ok) : result;
        }
    }

    /// <summary>Keeps an ended session readable.</summary>
    public sealed class KeepsDataOfEndedSessions(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> EndAsync(in EndCommand command, CancellationToken cancellationToken) =>
            EndAsync(Inner.LoadAsync(new LoadCommand { Key = command.Key }, cancellationToken), Inner.EndAsync(command, cancellationToken));

        private static async ValueTask<StoreResult> EndAsync(ValueTask<StoreResult> loading, ValueTask<StoreResult> ending)
        {
            var (before, result) = (await loading, await ending);
            return result with { Image = before.Image };
        }
    }

    /// <summary>Has no ended records: whatever is over was never there.</summary>
    public sealed class ForgetsEnds(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
            LoadAsync(Inner.LoadAsync(command, cancellationToken));

        private static async ValueTask<StoreResult> LoadAsync(ValueTask<StoreResult> loading)
        {
            var result = await loading;
            return result.EndReason is not null ? StoreResult.Of(Status.NotFound) : result;
        }
    }

    /// <summary>A session lives one tick longer than it may.</summary>
    public sealed class ExpiresOneTickLate(IHoldfastStore inner) : OneTickOff(inner, -1);

    /// <summary>A session dies one tick before its time.</summary>
    public sealed class ExpiresOneTickEarly(IHoldfastStore inner) : OneTickOff(inner, 1);

    /// <summary>Revokes when it next tidies up.</summary>
    public sealed class RevokesLater(IHoldfastStore inner) : DelegatingStore(inner)
    {
        private readonly Queue<RevokeCommand> _waiting = new();

        public override ValueTask<RevokeOutcome> RaiseSubjectEpochAsync(in RevokeCommand command, CancellationToken cancellationToken)
        {
            _waiting.Enqueue(command);
            return new ValueTask<RevokeOutcome>(new RevokeOutcome(Status.Ok, Operations.Refusal.None, 20));
        }

        public override ValueTask<ExpireOutcome> ExpireDueAsync(int limit, CancellationToken cancellationToken) => ExpireAsync(limit, cancellationToken);

        private async ValueTask<ExpireOutcome> ExpireAsync(int limit, CancellationToken cancellationToken)
        {
            while (_waiting.TryDequeue(out var next)) await Inner.RaiseSubjectEpochAsync(next, cancellationToken);
            return await Inner.ExpireDueAsync(limit, cancellationToken);
        }
    }

    /// <summary>Ends the sessions there are, and does not remember when: an older authentication makes new ones.</summary>
    public sealed class ForgetsWhenItRevoked(IHoldfastStore inner) : DelegatingStore(inner)
    {
        private readonly Dictionary<SessionKey, string> _subjects = [];

        public override ValueTask<StoreResult> CreateAsync(in CreateCommand command, CancellationToken cancellationToken) =>
            CreateAsync(command.Key, Inner.CreateAsync(command, cancellationToken));

        public override ValueTask<RevokeOutcome> RaiseSubjectEpochAsync(in RevokeCommand command, CancellationToken cancellationToken) =>
            RevokeAsync(command.Subject, cancellationToken);

        private async ValueTask<StoreResult> CreateAsync(SessionKey key, ValueTask<StoreResult> creating)
        {
            var result = await creating;
            if (result.Status == Status.Ok && new Session(result.Image, 0, 1).Subject is { } subject) _subjects[key] = subject;
            return result;
        }

        private async ValueTask<RevokeOutcome> RevokeAsync(string subject, CancellationToken cancellationToken)
        {
            var ended = 0;
            foreach (var key in _subjects.Where(entry => entry.Value == subject).Select(entry => entry.Key))
            {
                var result = await Inner.EndAsync(new EndCommand { Key = key, Reason = EndReason.Revoked }, cancellationToken);
                ended += result.Status == Status.Ok ? 1 : 0;
            }

            return new RevokeOutcome(Status.Ok, Operations.Refusal.None, ended);
        }
    }

    /// <summary>Ends the session that was to stay, too.</summary>
    public sealed class ExceptsNobody(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<RevokeOutcome> RaiseSubjectEpochAsync(in RevokeCommand command, CancellationToken cancellationToken) =>
            Inner.RaiseSubjectEpochAsync(command with { Except = default }, cancellationToken);
    }
}
