using System.CommandLine;
using System.CommandLine.Invocation;
using Conductor.Server.Features.Lifecycle;
using Conductor.Server.Storage;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Cli;

/// <summary>The whole command line: every command, and the one place where failures become words and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs. Never throws.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> InvokeAsync(string[] arguments, Terminal terminal)
    {
        ParseResult parsed = Root(terminal, arguments).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            return await RefuseAsync(parsed, terminal);
        }

        var invocation = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
        };
        if (parsed.CommandResult.Command is RunningCommand or MergeCommand)
        {
            // These take Ctrl+C themselves: the first one pauses, or lets a merge come to its end.
            invocation.ProcessTerminationTimeout = null;
        }

        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (Exception failure)
        {
            return await ExplainAsync(failure, terminal.Error);
        }
    }

    /// <summary>Says what went wrong, and gives the exit code for it.</summary>
    public static async Task<int> ExplainAsync(Exception failure, TextWriter error)
    {
        switch (failure)
        {
            case CommandFailedException failed:
                await error.WriteLineAsync(failed.Message);
                return failed.ExitCode;
            case JournalException:
                await error.WriteLineAsync(failure.Message);
                return ExitCodes.BadInput;
            default:
                return await Failures.ExplainAsync(failure, error);
        }
    }

    private static RootCommand Root(Terminal terminal, string[] arguments)
    {
        const string About = "Run tracks of tickets with AI workers, each step under your control.";
        if (arguments is ["serve", ..])
        {
            // An editor waits for this one: the other commands are not even made.
            return new RootCommand(About) { ServeCommand.Create() };
        }

        var root = new RootCommand(About)
        {
            RunCommand.Create(terminal),
            ResumeCommand.Create(terminal),
            LandCommand.Create(terminal),
            MergeCommand.Create(terminal),
            TreesCommand.Create(terminal),
            CheckCommand.Create(terminal),
            ViewCommand.Create(terminal),
            StatusCommand.Create(terminal),
            LogCommand.Create(terminal),
            UsageCommand.Create(terminal),
            RecordCommand.Create(terminal),
            ModelsCommand.Create(terminal),
            ServeCommand.Create(),
        };
        foreach (VersionOption version in root.Options.OfType<VersionOption>())
        {
            version.Action = new VersionAction(terminal);
        }

        CommandHelp.Use(root);
        return root;
    }

    private static async Task<int> RefuseAsync(ParseResult parsed, Terminal terminal)
    {
        if (parsed.CommandResult.Command is RootCommand root && parsed.UnmatchedTokens is [var unknown, ..])
        {
            string meant = ProviderWords.Nearest(unknown, root.Subcommands.Where(known => !known.Hidden).Select(known => known.Name)) is { } near ? $" Did you mean conductor {near}?" : "";
            await terminal.Error.WriteLineAsync($"There is no {(unknown.StartsWith('-') ? "option" : "command")} {unknown}.{meant}");
        }
        else
        {
            foreach (System.CommandLine.Parsing.ParseError problem in parsed.Errors)
            {
                await terminal.Error.WriteLineAsync(problem.Message);
            }
        }

        string command = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
        await terminal.Error.WriteLineAsync($"See what there is with: conductor{command} --help");
        return ExitCodes.Usage;
    }

    private sealed class VersionAction(Terminal terminal) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            terminal.Output.WriteLine(ProductVersion.Text);
            return ExitCodes.Done;
        }
    }
}
