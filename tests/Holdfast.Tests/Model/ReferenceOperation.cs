namespace Holdfast.Tests;

/// <summary>One operation of a change set, as the reference model and the real change set both understand it.</summary>
internal sealed record ReferenceOperation(ReferenceOperationKind Kind, string Key = "", ReferenceValue? Value = null, long Number = 0)
{
    public static ReferenceOperation Random(Random random, long newestVersion)
    {
        string[] keys = ["a", "b", "c", "d", "e", "ключ"];
        var key = keys[random.Next(keys.Length)];
        var number = random.Next(8) switch { 0 => long.MaxValue, 1 => long.MinValue, 2 => 0, _ => random.Next(-3, 4) };
        return random.Next(19) switch
        {
            < 4 => new(ReferenceOperationKind.Set, key, RandomValue(random, number)),
            < 6 => new(ReferenceOperationKind.SetIfAbsent, key, RandomValue(random, number)),
            < 8 => new(ReferenceOperationKind.Remove, key),
            8 => new(ReferenceOperationKind.Clear),
            < 12 => new(ReferenceOperationKind.Increment, key, null, number),
            < 14 => new(ReferenceOperationKind.Append, key, ReferenceValue.Of(new string((char)('a' + random.Next(26)), random.Next(9))), random.Next(1, 4)),
            14 => new(ReferenceOperationKind.SetAuthenticated, Number: random.Next(2)),
            15 => new(ReferenceOperationKind.SetSubject, random.Next(2) == 0 ? "ada" : "bob", Number: random.Next(4) == 0 ? random.Next(1, 4000) : 0),
            16 => new(ReferenceOperationKind.AddTag, $"tag-{random.Next(4)}"),
            17 => new(ReferenceOperationKind.RemoveTag, $"tag-{random.Next(4)}"),
            _ => new(ReferenceOperationKind.IfKeyVersion, key, null, random.Next(3) == 0 ? 0 : Math.Max(0, newestVersion - random.Next(3))),
        };
    }

    /// <summary>Records it in a real change set.</summary>
    /// <param name="changes">The change set.</param>
    /// <param name="now">The present instant, in ticks: subjects are authenticated so many seconds before it.</param>
    public void Record(ChangeSet changes, long now)
    {
        switch (Kind)
        {
            case ReferenceOperationKind.Set when Value!.Text is { } text:
                changes.Set(Key, text);
                break;
            case ReferenceOperationKind.Set:
                changes.Set(Key, Value!.Number!.Value);
                break;
            case ReferenceOperationKind.SetIfAbsent:
                changes.SetIfAbsent(Key, Value!.Text is { } absent ? (SessionValue)absent : Value.Number!.Value);
                break;
            case ReferenceOperationKind.Remove:
                changes.Remove(Key);
                break;
            case ReferenceOperationKind.Clear:
                changes.Clear();
                break;
            case ReferenceOperationKind.Increment:
                changes.Increment(Key, Number);
                break;
            case ReferenceOperationKind.Append:
                changes.Append(Key, Value!.Text!, (int)Number);
                break;
            case ReferenceOperationKind.SetAuthenticated:
                changes.SetAuthenticated(Number != 0);
                break;
            case ReferenceOperationKind.SetSubject:
                changes.SetSubject(Key, Number == 0 ? null : new DateTimeOffset(now, TimeSpan.Zero).AddSeconds(-Number), Key.ToUpperInvariant());
                break;
            case ReferenceOperationKind.AddTag:
                changes.AddTag(Key);
                break;
            case ReferenceOperationKind.RemoveTag:
                changes.RemoveTag(Key);
                break;
            case ReferenceOperationKind.IfKeyVersion:
                changes.IfKeyVersion(Key, Number);
                break;
            case ReferenceOperationKind.RecordAccess:
                changes.RecordAccess();
                break;
        }
    }

    public override string ToString() => $"{Kind}({string.Join(", ", ((object?[])[Key, Value, Number]).Where(part => part is not (null or "" or 0L)))})";

    private static ReferenceValue RandomValue(Random random, long number) =>
        random.Next(3) == 0 ? ReferenceValue.Of(number) : ReferenceValue.Of(new string('x', random.Next(30)));
}
