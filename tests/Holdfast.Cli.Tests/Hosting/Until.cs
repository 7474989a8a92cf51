namespace Holdfast.Cli.Tests.Hosting;

/// <summary>Waits for something that another thread is about to do. It lets others run and looks again; a test's own limit ends a wait in vain.</summary>
internal static class Until
{
    public static async Task Async(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
