using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore.Tests.Sessions;

/// <summary>A session of somebody else's, which forgets everything.</summary>
internal sealed class ElsewhereSession : ISession
{
    public bool IsAvailable => true;

    public string Id => "elsewhere";

    public IEnumerable<string> Keys => [];

    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value)
    {
        value = null;
        return false;
    }

    public void Set(string key, byte[] value)
    {
    }

    public void Remove(string key)
    {
    }

    public void Clear()
    {
    }
}
