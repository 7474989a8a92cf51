namespace Holdfast.Verification;

/// <summary>Runs one thing on many threads that all begin at the same moment.</summary>
internal static class Together
{
    /// <summary>Calls <paramref name="body"/> once per thread, with its number, and answers what each gave.</summary>
    public static async Task<TResult[]> RunAsync<TResult>(int threads, Func<int, Task<TResult>> body)
    {
        using var start = new ManualResetEventSlim();
        var tasks = Enumerable.Range(0, threads)
            .Select(i => Task.Factory.StartNew(
                () =>
                {
                    start.Wait();
                    return body(i);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap())
            .ToArray();
        start.Set();
        return await Task.WhenAll(tasks);
    }

    /// <summary>As <see cref="RunAsync{TResult}"/>, for what answers nothing.</summary>
    public static Task RunAsync(int threads, Func<int, Task> body) =>
        RunAsync(threads, async i =>
        {
            await body(i);
            return true;
        });
}
