using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Holdfast.Cli.Commands;

/// <summary>The <c>holdfast</c> command: parses, runs, and answers with an exit code.</summary>
internal static class HoldfastCommand
{
    private const string Description =
        "Holdfast: server-side sessions that never lose a write.\n\nTo see it: holdfast serve --demo, then open the URL that it prints.";

    public static async Task<int> RunAsync(string[] args, Surroundings surroundings)
    {
        var root = new RootCommand(Description);
        root.Add(ServeCommand.Create(surroundings));
        // Without a command there is nothing to refuse: whoever types the bare name wants to know what there is.
        root.SetAction(parsed => new HelpAction().Invoke(parsed));

        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(parsed, surroundings);
        }

        var configuration = new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Errors,
            // The server's host handles signals: two handlers would race for the exit code.
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration);
    }

    // The library would end with 1, which here means that something failed; wrong usage is the caller's to mend.
    private static int Refuse(ParseResult parsed, Surroundings surroundings)
    {
        foreach (var error in parsed.Errors)
        {
            surroundings.Complain(error.Message);
        }

        var command = parsed.CommandResult.Command is RootCommand ? "holdfast" : $"holdfast {parsed.CommandResult.Command.Name}";
        surroundings.Complain($"see {command} --help");
        return ExitCode.WrongUsage;
    }
}
