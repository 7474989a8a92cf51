using Holdfast.Benchmarks.Core.Creating;
using Holdfast.Benchmarks.Harness;
using Holdfast.Benchmarks.Reporting;

namespace Holdfast.Benchmarks.Core;

/// <summary>Goal 7: creating sessions.</summary>
internal static class CreateTable
{
    private const string Stock = "stock session's store: id, 5 sets, commit";
    private const string ThroughManager = "**Holdfast**, `SessionManager`";

    public static void Run(Report report, Workers workers)
    {
        report.Section(
            "Create",
            "Sessions of 5 keys into an empty store, its growth included. Holdfast issues a key and a secret, keeps the secret's SHA-256, and gives each "
            + "session a subject of its own; through the manager each creation makes its dictionary of data.");
        var results = new Contest(
            [
                new DictionaryCreate("random id, packed bytes, `ConcurrentDictionary` (limit)"),
                new StoreCreate("**Holdfast**, store"),
                new ManagerCreate(ThroughManager),
                new StockCreate(Stock),
            ],
            workers)
        { Operations = 60_000, LeadIn = 0 }.Run();
        report.Table(results);
        var one = results.Speed(ThroughManager, Stock, 1);
        var two = results.Speed(ThroughManager, Stock, 2);
        report.Add(new Goal(
            7, "create, `SessionManager`, of the stock session's store", Math.Min(one, two), 2, 4, Unit: "×", Note: $"{one:0.0} with 1 thread, {two:0.0} with 2"));
    }
}
