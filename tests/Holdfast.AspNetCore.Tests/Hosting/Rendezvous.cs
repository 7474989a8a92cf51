namespace Holdfast.AspNetCore.Tests.Hosting;

/// <summary>Lets nobody go on before as many have come as are expected; then begins anew for the next as many.</summary>
internal sealed class Rendezvous(int expected)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _meeting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _here;

    public Task MeetAsync()
    {
        lock (_gate)
        {
            var meeting = _meeting;
            if (++_here == expected)
            {
                _here = 0;
                _meeting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                meeting.SetResult();
            }

            return meeting.Task.WaitAsync(CancellationToken.None);
        }
    }
}
