using System.CommandLine;
using System.Globalization;
using Conductor.Views;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Cli;

/// <summary><c>conductor view</c>: what a worker gets to see of files.</summary>
internal static class ViewCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("file") { Arity = ArgumentArity.OneOrMore, Description = "Files to view." };
        var level = new Option<string>("--level") { HelpName = "curated|skeleton|outline|signature|full", DefaultValueFactory = _ => "curated", Description = "How much to show." };
        level.AcceptOnlyFromAmong("curated", "skeleton", "outline", "signature", "full");
        var budget = new Option<int?>("--budget") { HelpName = "TOKENS", Description = "The most tokens of each view; the level goes down until it fits." };
        budget.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && (!int.TryParse(given.Value, CultureInfo.InvariantCulture, out int number) || number < 1))
            {
                result.AddError("--budget takes a number of tokens, 1 or more.");
            }
        });
        var around = new Option<bool>("--around") { Description = "Also what the shown C# code uses of other files of the current folder, and who uses it. Reads the whole folder first." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per file and line." };
        var command = new Command("view", "Show files as workers get to see them, with their token counts.") { files, level, budget, around, json };
        files.Validators.Add(result =>
        {
            foreach (string given in result.Tokens.Select(token => token.Value).Where(value => value.StartsWith('-') && !File.Exists(Path.Combine(terminal.CurrentFolder, value))))
            {
                string meant = ProviderWords.Nearest(given, command.Options.Select(option => option.Name)) is { } near ? $" Did you mean {near}?" : "";
                result.AddError($"There is no option {given}.{meant} A file of that name is given as ./{given}.");
            }
        });
        command.SetAction(parsed => new ViewedFiles(terminal.Output, terminal.Error, terminal.CurrentFolder, terminal.Time).ShowAsync(
            new ViewOrder(
                parsed.GetRequiredValue(files),
                Enum.Parse<ViewLevel>(parsed.GetRequiredValue(level), ignoreCase: true),
                parsed.GetValue(budget),
                parsed.GetValue(around),
                parsed.GetValue(json))));
        return command;
    }
}
