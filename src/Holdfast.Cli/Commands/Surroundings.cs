namespace Holdfast.Cli.Commands;

/// <summary>What a command may touch outside itself.</summary>
internal sealed record Surroundings(TextWriter Output, TextWriter Errors, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>One line to whoever started the program.</summary>
    public void Complain(string problem) => Errors.WriteLine($"holdfast: {problem}");
}
