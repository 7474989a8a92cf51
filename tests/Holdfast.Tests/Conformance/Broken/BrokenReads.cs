using System.Collections.Concurrent;
using Holdfast.Operations;
using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Stores that break what is promised of reads and touches.</summary>
internal static class BrokenReads
{
    /// <summary>Answers what it saw first.</summary>
    public sealed class AnswersStaleState(IHoldfastStore inner) : DelegatingStore(inner)
    {
        private readonly ConcurrentDictionary<SessionKey, StoreResult> _seen = new();

        public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
            LoadAsync(command, Inner.LoadAsync(command, cancellationToken));

        private async ValueTask<StoreResult> LoadAsync(LoadCommand command, ValueTask<StoreResult> loading)
        {
            var result = await loading;
            return result.Status == Status.Ok && !result.NotModified ? _seen.GetOrAdd(command.Key, result) : result;
        }
    }

    /// <summary>Takes any known version for the present one.</summary>
    public sealed class AnswersNotModifiedAlways(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
            LoadAsync(command, Inner.LoadAsync(command, cancellationToken));

        private static async ValueTask<StoreResult> LoadAsync(LoadCommand command, ValueTask<StoreResult> loading)
        {
            var result = await loading;
            return command.Known.Version != 0 && result.Status == Status.Ok
                ? result with { NotModified = true, Image = default }
                : result;
        }
    }

    /// <summary>Takes an inspection for a use.</summary>
    public sealed class UsesByInspection(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
            Inner.LoadAsync(command with { IsUse = true }, cancellationToken);
    }

    /// <summary>Forgets to use what is opened.</summary>
    public sealed class ForgetsUses(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
            Inner.LoadAsync(command with { IsUse = false }, cancellationToken);
    }

    /// <summary>Tells somebody with a wrong secret that the session has ended.</summary>
    public sealed class TellsStrangersOfEnds(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
            LoadAsync(command, Inner.LoadAsync(command, cancellationToken), cancellationToken);

        private async ValueTask<StoreResult> LoadAsync(LoadCommand command, ValueTask<StoreResult> loading, CancellationToken cancellationToken)
        {
            var result = await loading;
            if (result.Status != Status.NotFound) return result;
            var byKey = await Inner.LoadAsync(new LoadCommand { Key = command.Key }, cancellationToken);
            return byKey.Status == Status.Ended ? byKey : result;
        }
    }

    /// <summary>Opens a session for whoever knows its key.</summary>
    public sealed class ChecksNoSecret(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
            Inner.LoadAsync(command with { CheckSecret = false }, cancellationToken);
    }

    /// <summary>Lets the previous secret of a rotation write.</summary>
    public sealed class LetsTheOldSecretTouch(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> TouchAsync(in TouchCommand command, CancellationToken cancellationToken) =>
            Inner.TouchAsync(command with { CheckSecret = false, Generation = 0 }, cancellationToken);
    }

    /// <summary>Makes a new version of every touch.</summary>
    public sealed class RaisesVersionsByTouch(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> TouchAsync(in TouchCommand command, CancellationToken cancellationToken)
        {
            var changes = new ChangeSet(new SessionLimits()).RecordAccess();
            var access = new ApplyCommand { Key = command.Key, Operations = changes.Writer.WrittenMemory, OperationCount = 1, CountAccess = true };
            return Inner.ApplyAsync(access, cancellationToken);
        }
    }

    /// <summary>Writes new state into the buffers that it handed out before.</summary>
    public sealed class ReusesImages(IHoldfastStore inner) : DelegatingStore(inner)
    {
        private SessionImage _last;

        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken)
        {
            if (!_last.IsNone) _last.Bytes.AsSpan(_last.DataOffset).Reverse();
            _last = default;
            return Inner.ApplyAsync(command, cancellationToken);
        }

        public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
            LoadAsync(Inner.LoadAsync(command, cancellationToken));

        private async ValueTask<StoreResult> LoadAsync(ValueTask<StoreResult> loading)
        {
            var result = await loading;
            _last = result.Image.IsNone ? default : new SessionImage(result.Image.Bytes.ToArray());
            return result with { Image = _last };
        }
    }
}
