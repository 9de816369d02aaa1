using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace Conductor.Server.Cli;

/// <summary>The library's help, in whose list of commands an argument that may be left out stands in brackets, as it does in each command's own help.</summary>
internal sealed partial class CommandHelp(CommandLineAction inner) : SynchronousCommandLineAction
{
    /// <summary>Puts it in the place of the library's.</summary>
    public static void Use(RootCommand root)
    {
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            if (help.Action is { } action)
            {
                help.Action = new CommandHelp(action);
            }
        }
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        if (inner is not SynchronousCommandLineAction help)
        {
            return ExitCodes.Done;
        }

        InvocationConfiguration invocation = parseResult.InvocationConfiguration;
        TextWriter output = invocation.Output;
        using var written = new StringWriter();
        invocation.Output = written;
        int exitCode = help.Invoke(parseResult);
        invocation.Output = output;
        output.Write(InBrackets(written.ToString(), parseResult.CommandResult.Command));
        return exitCode;
    }

    private static string InBrackets(string help, Command command)
    {
        // Without its argument a run only names the tracks there are.
        HashSet<string> optional = [.. command.Subcommands.Where(sub => sub is not RunCommand && sub.Arguments is [{ Arity.MinimumNumberOfValues: 0 }]).Select(sub => sub.Name)];
        return Row().Replace(help, row => optional.Contains(row.Groups["name"].Value)
            ? $"  {row.Groups["name"].Value} [{row.Groups["argument"].Value}]{row.Groups["gap"].Value[2..]}"
            : row.Value);
    }

    /// <summary>The gap is wide enough for brackets, since longer rows stand beside it.</summary>
    [GeneratedRegex(@"^  (?<name>[a-z]+) (?<argument><[^>]+>)(?<gap> {4,})", RegexOptions.Multiline)]
    private static partial Regex Row();
}
