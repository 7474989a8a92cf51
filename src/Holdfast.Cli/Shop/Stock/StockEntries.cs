using System.Buffers.Binary;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Cli.Shop.Stock;

/// <summary>The shop's data in a session that knows only bytes: a prefix on each key says whether it holds a text or a counter.</summary>
internal readonly struct StockEntries(ISession session)
{
    private const string UserKey = "user";
    private const string LoginTimeKey = "loginTime";
    private const string AccessCountKey = "accessCount";
    private const string VersionKey = "version";
    private const string Texts = "text:";
    private const string Counters = "counter:";

    public string? User => session.GetString(UserKey);

    public DateTimeOffset LoginTime => DateTimeOffset.Parse(session.GetString(LoginTimeKey)!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public void SignIn(string user, DateTimeOffset now)
    {
        if (User is { } present && present != user)
        {
            session.Clear();
        }

        session.SetString(UserKey, user);
        session.SetString(LoginTimeKey, now.ToString("O", CultureInfo.InvariantCulture));
    }

    public long CountAccess() => Raise(AccessCountKey);

    public long RaiseVersion() => Raise(VersionKey);

    public long Version() => Number(VersionKey);

    public bool HoldsText(string key) => session.TryGetValue(Texts + key, out _);

    public long Counter(string key) => Number(Counters + key);

    public void SetCounter(string key, long value) => SetNumber(Counters + key, value);

    public void SetText(string key, string value)
    {
        session.Remove(Counters + key);
        session.SetString(Texts + key, value);
    }

    public Dictionary<string, object> Metadata()
    {
        var metadata = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var key in session.Keys)
        {
            if (key.StartsWith(Texts, StringComparison.Ordinal))
            {
                metadata[key[Texts.Length..]] = session.GetString(key)!;
            }
            else if (key.StartsWith(Counters, StringComparison.Ordinal))
            {
                metadata[key[Counters.Length..]] = Number(key);
            }
        }

        return metadata;
    }

    private long Raise(string key)
    {
        var next = Number(key) + 1;
        SetNumber(key, next);
        return next;
    }

    private long Number(string key) => session.TryGetValue(key, out var bytes) ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    private void SetNumber(string key, long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        session.Set(key, bytes);
    }
}
