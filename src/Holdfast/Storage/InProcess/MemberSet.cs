namespace Holdfast.Storage.InProcess;

/// <summary>The sessions of a subject that has several: an array while they are few, as nearly always, and a hash set beyond.</summary>
internal sealed class MemberSet
{
    private const int MaxInArray = 32;

    private long[] _few = new long[4];
    private int _fewCount;
    private HashSet<long>? _many;

    public int Count => _many?.Count ?? _fewCount;

    public void Add(long handle)
    {
        if (_many is not null)
        {
            _many.Add(handle);
            return;
        }

        if (_fewCount == MaxInArray)
        {
            _many = [.. _few, handle];
            _few = [];
            _fewCount = 0;
            return;
        }

        if (_fewCount == _few.Length)
        {
            Array.Resize(ref _few, _fewCount * 2);
        }

        _few[_fewCount++] = handle;
    }

    public bool Remove(long handle)
    {
        if (_many is not null)
        {
            return _many.Remove(handle);
        }

        var at = Array.IndexOf(_few, handle, 0, _fewCount);
        if (at < 0)
        {
            return false;
        }

        _few[at] = _few[--_fewCount];
        return true;
    }

    public long[] ToArray() => _many is not null ? [.. _many] : _few[.._fewCount];
}
