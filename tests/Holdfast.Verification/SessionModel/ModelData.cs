using System.Collections.Immutable;

namespace Holdfast.Verification;

/// <summary>The data of the model's session: an immutable map, equal by content.</summary>
public sealed class ModelData : IEquatable<ModelData>
{
    private readonly ImmutableSortedDictionary<string, ModelValue> _values;
    private readonly int _hash;

    private ModelData(ImmutableSortedDictionary<string, ModelValue> values)
    {
        _values = values;
        var hash = default(HashCode);
        foreach (var (key, value) in values)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>No values.</summary>
    public static ModelData Empty { get; } = new(ImmutableSortedDictionary.Create<string, ModelValue>(StringComparer.Ordinal));

    /// <summary>How many keys have a value.</summary>
    public int Count => _values.Count;

    /// <summary>The value under a key, or <see cref="ModelValue.Absent"/>.</summary>
    public ModelValue this[string key] => _values.GetValueOrDefault(key);

    /// <summary>A map with these values.</summary>
    public static ModelData Of(IEnumerable<KeyValuePair<string, ModelValue>> values) => new(Empty._values.AddRange(values));

    /// <summary>This map with one value changed; <see cref="ModelValue.Absent"/> removes it.</summary>
    public ModelData With(string key, ModelValue value) => new(value == ModelValue.Absent ? _values.Remove(key) : _values.SetItem(key, value));

    /// <inheritdoc/>
    public bool Equals(ModelData? other) => other is not null && _hash == other._hash && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ModelData);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public override string ToString() => "{" + string.Join(", ", _values.Select(pair => $"{pair.Key}: {pair.Value}")) + "}";
}
