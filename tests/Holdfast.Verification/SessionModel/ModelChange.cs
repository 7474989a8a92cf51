namespace Holdfast.Verification;

/// <summary>One operation of a change set.</summary>
public sealed record ModelChange
{
    private ModelChange(ModelChangeKind kind, string key = "", ModelValue value = default)
    {
        Kind = kind;
        Key = key;
        Value = value;
    }

    internal ModelChangeKind Kind { get; }

    internal string Key { get; }

    /// <summary>Whether it is a use of the session: user data is, an access is, and a sign-in begins both deadlines anew.</summary>
    internal bool IsUse => Kind is not (ModelChangeKind.Other or ModelChangeKind.Regenerate or ModelChangeKind.RegenerateWithGrace);

    /// <summary>The value to set, or the amount to add.</summary>
    internal ModelValue Value { get; }

    /// <summary>Sets a value.</summary>
    public static ModelChange Set(string key, ModelValue value) => new(ModelChangeKind.Set, key, value);

    /// <summary>Adds to a counter; an absent one counts as 0.</summary>
    public static ModelChange Increment(string key, long by = 1) => new(ModelChangeKind.Increment, key, by);

    /// <summary>Removes a value.</summary>
    public static ModelChange Remove(string key) => new(ModelChangeKind.Remove, key);

    /// <summary>Removes all values and fences off change sets with an older base.</summary>
    public static ModelChange Clear() => new(ModelChangeKind.Clear);

    /// <summary>Changes something that the model does not look at (a tag): always a change, and no use.</summary>
    public static ModelChange Other(string what) => new(ModelChangeKind.Other, what);

    /// <summary>Counts an access: always a change.</summary>
    public static ModelChange RecordAccess() => new(ModelChangeKind.RecordAccess);

    /// <summary>Somebody authenticates now, always the same subject: always a change, and both deadlines begin anew.</summary>
    public static ModelChange SetSubject() => new(ModelChangeKind.SetSubject);

    /// <summary>Issues a new secret.</summary>
    /// <param name="grace">Whether the present secret stays usable until the grace is over.</param>
    public static ModelChange Regenerate(bool grace = false) => new(grace ? ModelChangeKind.RegenerateWithGrace : ModelChangeKind.Regenerate);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ModelChangeKind.Set => $"Set({Key}, {Value})",
        ModelChangeKind.Increment => $"Increment({Key}, {Value})",
        ModelChangeKind.Remove => $"Remove({Key})",
        ModelChangeKind.Other => $"Other({Key})",
        _ => $"{Kind}()",
    };
}
