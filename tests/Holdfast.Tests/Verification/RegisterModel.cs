using Holdfast.Verification;

namespace Holdfast.Tests.Verification;

/// <summary>A register of one number, the smallest object worth checking. Toss is its nondeterminism: it writes 1 or 2 and does not say which.</summary>
public sealed class RegisterModel : SequentialModel<int, RegisterModel.RegisterCall, int>
{
    public override int Initial => 0;

    public static RegisterCall Read { get; } = new("Read", 0, 0);

    public static RegisterCall Toss { get; } = new("Toss", 0, 0);

    public static RegisterCall Write(int value) => new("Write", value, 0);

    /// <summary>Answers 1 when it replaced the expected value, else 0.</summary>
    public static RegisterCall Swap(int expected, int value) => new("Swap", value, expected);

    public override IEnumerable<Transition<int, int>> StepsFrom(int state, RegisterCall operation) => operation.Kind switch
    {
        "Read" => [new(state, state)],
        "Write" => [new(0, operation.Value)],
        "Toss" => [new(0, 1), new(0, 2)],
        _ => [state == operation.Expected ? new(1, operation.Value) : new(0, state)],
    };

    public override bool IsPure(RegisterCall operation, int observed) => operation.Kind == "Read" || (operation.Kind == "Swap" && observed == 0);

    public sealed record RegisterCall(string Kind, int Value, int Expected)
    {
        public override string ToString() => Kind switch
        {
            "Write" => $"Write({Value})",
            "Swap" => $"Swap({Expected} to {Value})",
            _ => Kind,
        };
    }
}
