namespace Holdfast.Verification;

/// <summary>How a change set acts on the model's session.</summary>
internal static class ModelChanges
{
    /// <summary>The state after the set and the value of its last increment; null when the set is invalid.</summary>
    public static (ModelState State, ModelValue? Value)? Apply(ModelRules rules, ModelState state, IReadOnlyList<ModelChange> changes)
    {
        var version = state.Version + 1;
        var after = state with { Version = version };
        var changed = false;
        ModelValue? value = null;
        foreach (var change in changes)
        {
            var before = after.Data;
            switch (change.Kind)
            {
                case ModelChangeKind.Set:
                    changed |= rules.EqualSetIsChange || before[change.Key] != change.Value;
                    after = after with { Data = before.With(change.Key, change.Value) };
                    break;
                case ModelChangeKind.Increment:
                    var old = before[change.Key];
                    if (old.Text is not null || Sum(old.Number ?? 0, change.Value.Number!.Value) is not { } sum) return null;
                    changed |= rules.ZeroIncrementIsChange || old != sum;
                    after = after with { Data = before.With(change.Key, sum) };
                    value = sum;
                    break;
                case ModelChangeKind.Remove:
                    changed |= before[change.Key] != ModelValue.Absent;
                    after = after with { Data = before.With(change.Key, ModelValue.Absent) };
                    break;
                case ModelChangeKind.Clear:
                    if (!rules.EmptyClearIsChange && before.Count == 0) break;
                    changed = true;
                    after = after with { Data = ModelData.Empty, Fence = version };
                    break;
                case ModelChangeKind.Regenerate or ModelChangeKind.RegenerateWithGrace:
                    changed = true;
                    after = Regenerate(rules, after, version, change.Kind == ModelChangeKind.RegenerateWithGrace);
                    break;
                case ModelChangeKind.SetSubject:
                    changed = true;
                    after = after with { AbsoluteDeadline = state.Now + rules.AbsoluteTimeout };
                    break;
                default:
                    changed = true;
                    break;
            }
        }

        return (changed ? after : state, value);
    }

    private static ModelState Regenerate(ModelRules rules, ModelState state, long version, bool grace) => state with
    {
        Secret = version,
        GraceSecret = grace ? state.Secret : null,
        GraceEnds = grace ? state.Now + rules.Grace : null,
    };

    private static long? Sum(long one, long other)
    {
        var sum = unchecked(one + other);
        return ((one ^ sum) & (other ^ sum)) < 0 ? null : sum;
    }
}
