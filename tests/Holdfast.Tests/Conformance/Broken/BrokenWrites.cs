using System.Collections.Concurrent;
using Holdfast.Operations;
using Holdfast.Storage;
using Holdfast.Verification;

namespace Holdfast.Tests;

/// <summary>Stores that break what is promised of changes.</summary>
internal static class BrokenWrites
{
    /// <summary>Defect A1: reads the whole session, changes the copy and writes the whole copy back.</summary>
    public sealed class WritesWholeSessions(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
            CopyAndWriteAsync(command, cancellationToken);

        private async ValueTask<StoreResult> CopyAndWriteAsync(ApplyCommand command, CancellationToken cancellationToken)
        {
            var before = await Inner.LoadAsync(new LoadCommand { Key = command.Key }, cancellationToken);
            await Task.Yield();
            if (before.Status != Status.Ok) return before;
            var outcome = ChangeApplier.Apply(new ApplyInput
            {
                Image = before.Image,
                Operations = command.Operations.Span,
                OperationCount = command.OperationCount,
                Now = before.LastActivity,
                Base = command.Base,
                CountAccess = command.CountAccess,
                Limits = new SessionLimits(),
            });
            var copy = new ChangeSet(new SessionLimits()).Clear();
            foreach (var (key, value) in new SessionData(outcome.Image)) copy.Put(OperationCode.Set, key, value.Kind, value.Bytes.Span);
            return await Inner.ApplyAsync(
                new ApplyCommand { Key = command.Key, Operations = copy.Writer.WrittenMemory, OperationCount = copy.Count, CountAccess = true }, cancellationToken);
        }
    }

    /// <summary>Acknowledges every fifth change and forgets it.</summary>
    public sealed class ForgetsAnAcknowledgedChange(IHoldfastStore inner) : DelegatingStore(inner)
    {
        private int _calls;

        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _calls) % 5 == 0
                ? Inner.LoadAsync(new LoadCommand { Key = command.Key }, cancellationToken)
                : Inner.ApplyAsync(command, cancellationToken);
    }

    /// <summary>Applies the operations of a change set one after another.</summary>
    public sealed class AppliesOneByOne(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
            ApplyPartsAsync(command, Split(command.Operations), cancellationToken);

        private static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> operations)
        {
            var parts = new List<ReadOnlyMemory<byte>>();
            for (var start = 0; start < operations.Length; start += parts[^1].Length)
            {
                // The shortest beginning that reads as one operation.
                for (var length = 1; ; length++)
                {
                    if (!IsWhole(operations.Span.Slice(start, length))) continue;
                    parts.Add(operations.Slice(start, length));
                    break;
                }
            }

            return parts;
        }

        private static bool IsWhole(ReadOnlySpan<byte> bytes)
        {
            try
            {
                var reader = new OperationReader(bytes);
                return reader.TryRead(out _);
            }
            catch (Exception thrown) when (thrown is IndexOutOfRangeException or ArgumentOutOfRangeException)
            {
                return false;
            }
        }

        private async ValueTask<StoreResult> ApplyPartsAsync(ApplyCommand command, List<ReadOnlyMemory<byte>> parts, CancellationToken cancellationToken)
        {
            if (parts.Count < 2) return await Inner.ApplyAsync(command, cancellationToken);
            var result = default(StoreResult);
            foreach (var part in parts)
            {
                result = await Inner.ApplyAsync(
                    new ApplyCommand { Key = command.Key, Operations = part, OperationCount = 1, CountAccess = command.CountAccess }, cancellationToken);
                if (result.Status != Status.Ok) return result;
            }

            return result;
        }
    }

    /// <summary>Defect A2: an expected version that is greater than the present one is as good as the present one.</summary>
    public sealed class TakesGreaterVersionsForEqual(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken)
        {
            if (command.Expected.Version <= 2) return Inner.ApplyAsync(command, cancellationToken);
            return Inner.ApplyAsync(command with { Expected = command.Expected with { Version = 2 } }, cancellationToken);
        }
    }

    /// <summary>Lets change sets from before a Clear through.</summary>
    public sealed class HasNoFence(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
            Inner.ApplyAsync(command with { Base = ApplyInput.NoBase, BaseEpoch = 0 }, cancellationToken);
    }

    /// <summary>Serves whoever comes with a secret that was replaced.</summary>
    public sealed class IgnoresGenerations(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
            Inner.ApplyAsync(command with { Generation = 0 }, cancellationToken);
    }

    /// <summary>Serves holders of an earlier life of a name from the present one.</summary>
    public sealed class IgnoresIncarnations(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
            Inner.ApplyAsync(command with { Incarnation = 0 }, cancellationToken);
    }

    /// <summary>Takes passive changes for a use.</summary>
    public sealed class CountsPassiveChangesAsUse(IHoldfastStore inner) : DelegatingStore(inner)
    {
        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken) =>
            TouchAndApplyAsync(command, cancellationToken);

        private async ValueTask<StoreResult> TouchAndApplyAsync(ApplyCommand command, CancellationToken cancellationToken)
        {
            await Inner.TouchAsync(new TouchCommand { Key = command.Key }, cancellationToken);
            return await Inner.ApplyAsync(command, cancellationToken);
        }
    }

    /// <summary>Reads a command's bytes when the next one comes.</summary>
    public sealed class ReadsCommandsLate(IHoldfastStore inner) : DelegatingStore(inner)
    {
        private readonly ConcurrentQueue<ApplyCommand> _waiting = new();

        public override ValueTask<StoreResult> ApplyAsync(in ApplyCommand command, CancellationToken cancellationToken)
        {
            _waiting.Enqueue(command);
            return Inner.LoadAsync(new LoadCommand { Key = command.Key }, cancellationToken);
        }

        public override ValueTask<StoreResult> LoadAsync(in LoadCommand command, CancellationToken cancellationToken) =>
            CatchUpAndLoadAsync(command, cancellationToken);

        private async ValueTask<StoreResult> CatchUpAndLoadAsync(LoadCommand command, CancellationToken cancellationToken)
        {
            while (_waiting.TryDequeue(out var waiting)) await Inner.ApplyAsync(waiting, cancellationToken);
            return await Inner.LoadAsync(command, cancellationToken);
        }
    }
}
