using System.Globalization;

namespace Holdfast.Benchmarks.Reporting;

/// <summary>A goal and what was measured. The floor must hold, the aim is what the work is for.</summary>
/// <param name="Number">Its number in the list of goals.</param>
/// <param name="Text">What is measured.</param>
/// <param name="Value">What came out.</param>
/// <param name="Floor">The least that will do.</param>
/// <param name="Aim">What is wanted.</param>
/// <param name="IsSmallerBetter">True for bytes, shares and latencies.</param>
/// <param name="Unit">Written behind each number.</param>
/// <param name="Note">The value in full, or how it was taken.</param>
internal sealed record Goal(
    int Number, string Text, double Value, double Floor, double Aim, bool IsSmallerBetter = false, string Unit = "", string Note = "")
{
    public bool MeetsFloor => IsSmallerBetter ? Value <= Floor : Value >= Floor;

    public bool MeetsAim => IsSmallerBetter ? Value <= Aim : Value >= Aim;

    public string Verdict => MeetsAim ? "aim met" : MeetsFloor ? "floor met" : "**missed**";

    public string ToRow() => $"| {Number} | {Text} | {Number3(Value)}{Unit} | {Number3(Floor)}{Unit} | {Number3(Aim)}{Unit} | {Verdict} | {Note} |";

    private static string Number3(double value) => value.ToString(Math.Abs(value) >= 100 ? "N0" : "0.###", CultureInfo.InvariantCulture);
}
