using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Features.Models;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Views;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Catalog;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Cli;

/// <summary><c>conductor models</c>: the models that can be called from here and what they cost, or what to do; with <c>--test</c> whether one answers.</summary>
internal sealed class ModelsCommand : Command
{
    private readonly Option<string?> _provider = new("--provider") { HelpName = "NAME", Description = "Only this provider, for example gemini. All of them unless named." };
    private readonly Option<string?> _workspace = new("--workspace") { HelpName = "DIR", Description = "The workspace, whose demo and scripts can be tried. The current folder unless named." };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON instead of words." };

    private readonly Option<string?> _test = new("--test")
    {
        HelpName = "MODEL",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Try a connection instead, and end with 0 or 1: a model answers a few tokens, which are paid for. Without MODEL: the provider that is named lists its models, or else the default model answers.",
    };

    private readonly Terminal _terminal;

    private ModelsCommand(Terminal terminal)
        : base("models", "List the models that can be used here, with their windows and prices, or what to do; or try whether one answers.")
    {
        _terminal = terminal;
        Options.Add(_provider);
        Options.Add(_test);
        Options.Add(_workspace);
        Options.Add(_json);
        SetAction((parsed, cancellationToken) => parsed.GetResult(_test) is null ? ListAsync(parsed, cancellationToken) : TestAsync(parsed, cancellationToken));
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new ModelsCommand(terminal);

    private ModelSources Sources(ParseResult parsed)
    {
        string workspace = Path.GetFullPath(parsed.GetValue(_workspace) ?? ".", _terminal.CurrentFolder);
        return Directory.Exists(workspace)
            ? new ModelSources(workspace, _terminal.CurrentFolder, O200kTokenCounter.Shared, _terminal.Time)
            : throw CommandFailedException.BadInput($"There is no folder {workspace}. Name an existing one with --workspace.");
    }

    private async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ModelSources sources = Sources(parsed);
        ProviderTable table = sources.Providers();
        string? only = parsed.GetValue(_provider) is { Length: > 0 } name ? name.ToLowerInvariant() : null;
        ProviderInfo? demo = only is null or DemoModel.Id ? ProviderLook.Demo(sources) : null;
        ImmutableArray<IModelProvider> meant = only is null ? table.All : demo is not null ? [] : [Find(table, only)];
        var catalog = new ModelCatalog(sources);
        ProviderInfo[] asked = await Task.WhenAll(meant.Select(provider => ProviderLook.AskAsync(catalog, provider, ProviderAccessSource.OfProcess, cancellationToken)));
        IEnumerable<ProviderInfo> unusable = table.Problems.Where(problem => only is null || only == problem.Key).Select(problem => ProviderLook.Unusable(problem.Key, problem.Value));
        ProviderInfo[] all = [.. demo is null ? Array.Empty<ProviderInfo>() : [demo], .. asked, .. unusable];
        if (parsed.GetValue(_json))
        {
            await _terminal.Output.WriteLineAsync(JsonLine.Of(new ModelList(all)));
        }
        else
        {
            // Those that can be used first.
            foreach (ProviderInfo provider in all.OrderBy(provider => provider.State != ProviderStateName.Ok))
            {
                await WriteAsync(provider);
            }
        }

        if (new ChatModels(sources).PriceProblem is { } problem)
        {
            await _terminal.Error.WriteLineAsync($"No provider's model can be run. {TerminalWords.Of(problem)}");
            return demo?.State == ProviderStateName.Ok ? ExitCodes.Done : ExitCodes.BadInput;
        }

        return all.Any(provider => provider.State == ProviderStateName.Ok) ? ExitCodes.Done : ExitCodes.BadInput;
    }

    private async Task WriteAsync(ProviderInfo provider)
    {
        if (provider.State != ProviderStateName.Ok || provider.Models.Count == 0)
        {
            await _terminal.Output.WriteLineAsync($"{provider.Name}: {TerminalWords.Of(provider.Message ?? $"{provider.Label} answers and lists no model.")}");
            return;
        }

        await _terminal.Output.WriteLineAsync($"{provider.Name}: {provider.Label}{(provider.IsLocal ? ", on this machine" : "")}");
        var models = new TextTable("model", "window", "answer", "$/M input", "$/M output");
        foreach (ModelInfo model in provider.Models)
        {
            models.Add(model.Id, Tokens(model.ContextWindow), Tokens(model.MaximumOutput), Price(model.InputPrice), Price(model.OutputPrice));
        }

        models.Write(_terminal.Output, "  ");
    }

    private async Task<int> TestAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ModelSources sources = Sources(parsed);
        string subject = parsed.GetValue(_test) is { Length: > 0 } model ? model
            : parsed.GetValue(_provider) is { Length: > 0 } name ? Find(sources.Providers(), name).Name
            : File.Exists(DemoModel.ScriptFile(sources.Workspace)) ? DemoModel.Id
            : WorkspaceSettings.Default.Model;
        ProviderTable table = sources.Providers();
        string provider = ModelId.Parse(subject).Provider;
        if (table.Find(provider) is not null && table.ProblemOf(provider) is { } ignored)
        {
            await _terminal.Error.WriteLineAsync(TerminalWords.Of(ignored));
        }

        ModelTestResult result = await ModelTest.RunAsync(sources, ProviderAccessSource.OfProcess, subject, cancellationToken);
        if (parsed.GetValue(_json))
        {
            await _terminal.Output.WriteLineAsync(JsonLine.Of(result));
        }
        else
        {
            await (result.Ok ? _terminal.Output : _terminal.Error).WriteLineAsync(TerminalWords.Of(result.Message));
        }

        return result.Ok ? ExitCodes.Done : ExitCodes.BadInput;
    }

    private static IModelProvider Find(ProviderTable table, string name) => table.Find(name.ToLowerInvariant()) ?? throw CommandFailedException.BadInput(
        table.ProblemOf(name.ToLowerInvariant()) is { } problem ? TerminalWords.Of(problem) : $"There is no provider {name}. There are {string.Join(", ", table.All.Select(provider => provider.Name))}; others are named with {EndpointSet.VariablePrefix}NAME=URL.");

    private static string Tokens(int? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";

    private static string Price(double? dollars) => dollars?.ToString("0.####", CultureInfo.InvariantCulture) ?? "-";
}
