using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>
/// A session behind one lock, written in the plainest way and without the model's code: what it records must always be accepted.
/// </summary>
internal sealed class ReferenceSession
{
    private readonly Lock _gate = new();
    private Dictionary<string, ModelValue> _values = new(StringComparer.Ordinal);
    private bool _created;
    private string? _ended;
    private long _version;
    private long _secret;
    private long _fence;

    public ModelOutcome Create()
    {
        lock (_gate)
        {
            if (_ended is not null) return ModelOutcome.Ended(_ended);
            if (_created) return ModelOutcome.AlreadyExists;
            (_created, _version, _secret) = (true, 1, 1);
            return Seen();
        }
    }

    public ModelOutcome Read()
    {
        lock (_gate) return Refused() ?? Seen();
    }

    public ModelOutcome Open(long secret)
    {
        lock (_gate)
        {
            if (Refused() is { } refusal) return refusal;
            return secret == _secret ? Seen() : ModelOutcome.NotFound;
        }
    }

    public ModelOutcome End(string reason)
    {
        lock (_gate)
        {
            if (Refused() is { } refusal) return refusal;
            _ended = reason;
            return ModelOutcome.Ok();
        }
    }

    public ModelOutcome Set(string key, ModelValue value, long? ifVersion = null, long? from = null) =>
        Change(ifVersion, from, null, () => _values[key] = value);

    public ModelOutcome Increment(string key, long by)
    {
        lock (_gate)
        {
            if (Refused() is { } refusal) return refusal;
            if (_values.GetValueOrDefault(key).Text is not null) return ModelOutcome.Invalid;
            var value = (_values.GetValueOrDefault(key).Number ?? 0) + by;
            _values[key] = value;
            _version++;
            return ModelOutcome.Ok(_version, value);
        }
    }

    public ModelOutcome Remove(string key)
    {
        lock (_gate)
        {
            if (Refused() is { } refusal) return refusal;
            if (_values.Remove(key)) _version++;
            return ModelOutcome.Ok(_version);
        }
    }

    public ModelOutcome Clear() => Change(null, null, null, () =>
    {
        _values.Clear();
        _fence = _version + 1;
    });

    public ModelOutcome Regenerate(long secret) => Change(null, null, secret, () => _secret = _version + 1);

    private ModelOutcome Change(long? ifVersion, long? from, long? secret, Action change)
    {
        lock (_gate)
        {
            if (Refused() is { } refusal) return refusal;
            if (secret is not null && secret != _secret) return ModelOutcome.Ended(SessionModel.SecretSuperseded);
            if ((ifVersion is not null && ifVersion != _version) || from < _fence) return ModelOutcome.Conflict;
            change();
            _version++;
            return ModelOutcome.Ok(_version);
        }
    }

    private ModelOutcome? Refused() => _ended is not null ? ModelOutcome.Ended(_ended) : _created ? null : ModelOutcome.NotFound;

    private ModelOutcome Seen() => ModelOutcome.Ok(_version, data: ModelData.Of(_values));
}
