using System.Globalization;
using System.Text;
using Holdfast;
using Microsoft.Extensions.DependencyInjection;

// Works on a durable store until it is killed, and says on its standard output what it was promised, each fact in a write of its own:
//   A name version n   an update was acknowledged          R name version n   a reader was told so
//   E key              an end was acknowledged             T epoch            the store was opened
var directory = args[0];
var relaxed = args.Contains("relaxed");
var output = Console.OpenStandardOutput();
var gate = new Lock();

await using var services = new ServiceCollection()
    .AddHoldfast(options => options.EndedRetention = TimeSpan.FromHours(1))
    .UseSqlite(directory, options =>
    {
        // So small that the log is folded all the time.
        options.SegmentBytes = 1024 * 1024;
        options.Durability = relaxed ? SqliteDurability.Relaxed : SqliteDurability.Durable;
    })
    .Services.BuildServiceProvider();
var manager = services.GetRequiredService<SessionManager>();
var first = await manager.GetOrCreateAsync(new NewSession { Name = "w0" });
Say($"T {first.Session!.Token}");
await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(() => WorkAsync(worker))));

async Task WorkAsync(int worker)
{
    var key = SessionKey.FromName($"w{worker}");
    await manager.GetOrCreateAsync(new NewSession { Name = key.ToString()[1..] });
    var padding = new string((char)('a' + worker), 40 * worker);
    for (var turn = 0; ; turn++)
    {
        var changed = await manager.UpdateAsync(key, changes => changes.Increment("n").Set("padding", padding));
        if (!changed.IsOk) throw new InvalidOperationException($"{key}: {changed.Status} {changed.Error?.Message}");
        Say($"A {key} {changed.Session!.Version} {changed.Session.Data.GetInt64("n")}");
        if (turn % 4 == 0) await ReadOtherAsync(worker, turn);
        if (turn % 16 == 0) await CreateAndEndAsync();
    }
}

async Task ReadOtherAsync(int worker, int turn)
{
    var read = await manager.GetAsync(SessionKey.FromName($"w{(worker + turn) % 16}"));
    if (read.IsOk && read.Session is { } seen) Say($"R {seen.Key} {seen.Version} {seen.Data.GetInt64("n") ?? 0}");
}

async Task CreateAndEndAsync()
{
    var created = await manager.CreateAsync(new NewSession { Subject = "ada" });
    if (created.Session is not { } session) throw new InvalidOperationException($"create: {created.Status} {created.Error?.Message}");
    if ((await manager.EndAsync(session.Key)).IsOk) Say($"E {session.Key}");
}

void Say(string fact)
{
    var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{fact}\n"));
    lock (gate) output.Write(line);
}
