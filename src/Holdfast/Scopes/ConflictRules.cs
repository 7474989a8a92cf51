namespace Holdfast;

/// <summary>
/// Which rule holds for which data keys. An exact key goes before a prefix, a longer prefix before a shorter one; a key that no rule
/// names has <see cref="ConflictRule.LastWins"/>.
/// </summary>
/// <remarks>Set up at start; not to be changed while sessions are served. Counters need no rule: increments never conflict.</remarks>
public sealed class ConflictRules
{
    private readonly Dictionary<string, ConflictRule> _keys = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, ConflictRule Rule)> _prefixes = [];

    /// <summary>Gives one key a rule.</summary>
    public ConflictRules ForKey(string key, ConflictRule rule)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _keys[key] = rule;
        return this;
    }

    /// <summary>Gives all keys with a prefix a rule; the empty prefix means all keys.</summary>
    public ConflictRules ForPrefix(string prefix, ConflictRule rule)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        _prefixes.RemoveAll(known => string.Equals(known.Prefix, prefix, StringComparison.Ordinal));
        _prefixes.Add((prefix, rule));
        _prefixes.Sort(static (a, b) => b.Prefix.Length.CompareTo(a.Prefix.Length));
        return this;
    }

    /// <summary>The rule of a key.</summary>
    public ConflictRule RuleFor(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_keys.TryGetValue(key, out var rule))
        {
            return rule;
        }

        foreach (var (prefix, known) in _prefixes)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                return known;
            }
        }

        return ConflictRule.LastWins;
    }

    internal bool HasAny => _keys.Count > 0 || _prefixes.Count > 0;
}
