using System.Text.Json;

namespace Holdfast.Verification;

/// <summary>One golden vector: change sets that make a state, one more that is looked at, and what it must give.</summary>
internal sealed class OperationVector
{
    private OperationVector(JsonElement json)
    {
        Row = json.GetProperty("row").GetString()!;
        Name = $"{Row}: {json.GetProperty("name").GetString()}";
        Limits = LimitsOf(json);
        Given = [.. json.GetProperty("given").EnumerateArray()];
        Apply = json.GetProperty("apply");
        Expected = json.GetProperty("expect");
        By = json.TryGetProperty("by", out var by) ? by.GetString()! : "applier";
        After = TimeSpan.FromMilliseconds(Number(json, "after_ms", 0));
        Base = Number(json, "base", Operations.ApplyInput.NoBase);
        ExpectedVersion = Number(json, "expected_version", 0);
        CountAccess = !json.TryGetProperty("count_access", out var counts) || counts.GetBoolean();
        IsPassive = json.TryGetProperty("passive", out var passive) && passive.GetBoolean();
    }

    public string Name { get; }

    /// <summary>The row of the table in <c>docs/operations.md</c> that it is a case of.</summary>
    public string Row { get; }

    public SessionLimits Limits { get; }

    /// <summary>The creation's operations, then those of each change after it.</summary>
    public IReadOnlyList<JsonElement> Given { get; }

    public JsonElement Apply { get; }

    /// <summary>How much time passes between the last given change and this one.</summary>
    public TimeSpan After { get; }

    public long Base { get; }

    public long ExpectedVersion { get; }

    public bool CountAccess { get; }

    public bool IsPassive { get; }

    public JsonElement Expected { get; }

    /// <summary>Who decides: <c>recording</c> (the change set itself refuses), <c>applier</c>, or <c>store</c> (needs more than the session's state).</summary>
    public string By { get; }

    public static OperationVector Parse(JsonElement json) => new(json);

    public override string ToString() => Name;

    private static long Number(JsonElement json, string name, long absent) =>
        json.TryGetProperty(name, out var number) ? number.GetInt64() : absent;

    private static SessionLimits LimitsOf(JsonElement json)
    {
        var limits = new SessionLimits();
        if (!json.TryGetProperty("limits", out var given)) return limits;
        foreach (var limit in given.EnumerateObject())
            typeof(SessionLimits).GetProperty(limit.Name)!.SetValue(limits, limit.Value.GetInt32());
        return limits;
    }
}
