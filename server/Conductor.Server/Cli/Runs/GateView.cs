using System.Globalization;
using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Spectre.Console;

namespace Conductor.Server.Cli.Runs;

/// <summary>Draws what a gate asks for. What comes from files and models is shown as text, never as markup.</summary>
internal sealed class GateView(IAnsiConsole console, Func<string, string> labelOf)
{
    private const int LinesShown = 30;
    private static readonly JsonSerializerOptions IndentedJson = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Draws the gate.</summary>
    /// <param name="whole">Every line of long texts, not just their beginning.</param>
    public void Show(TrackState state, ApprovalRequest request, bool whole)
    {
        string title = state.Tickets.GetValueOrDefault(request.TicketId)?.Definition.DisplayTitle ?? "";
        console.Write(new Rule(Markup.Escape($"{request.TicketId} {RunWords.OneLine(title, 60)}")).LeftJustified());
        switch (request)
        {
            case ApprovalRequest.Spawn { Proposal: var spawn }:
                ShowSpawn(spawn, state.NumberTold(request.TicketId, request.Attempt), whole);
                break;
            case ApprovalRequest.Tool tool:
                ShowTool(tool, whole);
                break;
            case ApprovalRequest.InDoubt { Interrupted: var interrupted }:
                ShowDoubt(interrupted, whole);
                break;
            case ApprovalRequest.Landing landing:
                ShowLanding(landing);
                break;
            default:
                break;
        }
    }

    /// <summary>JSON with line breaks for reading and editing; text that is not JSON unchanged.</summary>
    public static string Indented(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(document.RootElement, IndentedJson);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    /// <summary>Draws what work changes, all of it.</summary>
    public void ShowChanges(string diff) => Section("Changes", diff, whole: true);

    private void ShowLanding(ApprovalRequest.Landing landing)
    {
        Line(landing.Problem is { } problem ? $"Its work did not land: {problem.Detail}" : "Its work is done. May it land?");
        if (landing.Problem is { Files: { IsDefaultOrEmpty: false } files })
        {
            Line($"In conflict: {string.Join(", ", files)}. To resolve it yourself, do so in {landing.Tree.Folder}, then land it.");
        }

        Line($"What its worker says: {landing.Work.Summary}");
        Line($"On the branch {landing.Tree.Branch}, in {landing.Tree.Folder}.");
        Line(landing.Evidence.IsEmpty ? "No acceptance is declared, so nothing but you proves it." : "Its acceptance:");
        foreach (TrackEvent.AcceptanceRan ran in landing.Evidence)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"  {ran.Command} → exit code {ran.ExitCode}, {(ran.Tree is null ? "in its own tree" : "on the merged tree")}"));
        }
    }

    private void ShowSpawn(SpawnProposal spawn, int attempt, bool whole)
    {
        Line($"Start a Tier 3 worker, attempt {attempt}, with {labelOf(spawn.Model)}?{(spawn.Note is { } note ? " " + note : "")}");
        var pieces = new Table().RoundedBorder().AddColumns("Piece", "Tokens", "");
        foreach (PromptPiece piece in spawn.Pieces)
        {
            pieces.AddRow(new Text($"{piece.Kind} {piece.Name}"), new Text(piece.Tokens.ToString("N0", CultureInfo.InvariantCulture)), new Text(piece.Detail ?? ""));
        }

        pieces.AddRow(new Text("Total"), new Text(spawn.Pieces.Sum(piece => piece.Tokens).ToString("N0", CultureInfo.InvariantCulture)), new Text(""));
        console.Write(pieces);
        Line($"Tools: {string.Join(", ", spawn.Tools)}");
        foreach (string command in spawn.Acceptance)
        {
            Line($"Runs when it says it is done: {command}");
        }

        if (spawn.Budget is { } budget)
        {
            Line($"May spend, with all its attempts: {BudgetWords.Limits(budget)}.");
        }

        Section("Prompt", spawn.Prompt, whole);
        if (spawn.Context.Length > 0)
        {
            Section("Context", spawn.Context, whole);
        }
    }

    private void ShowTool(ApprovalRequest.Tool tool, bool whole)
    {
        ToolProposal call = tool.Proposal;
        Line($"The worker wants to call {call.Tool}{(call.Path is { } path ? $" on {path}" : "")}. {tool.Why}");
        if (tool.Overtaken is { } overtaken)
        {
            Section("Changed since you decided", LineChange.Between(overtaken.Before ?? "", call.Before ?? ""), whole);
            if (overtaken.Arguments is { } edited)
            {
                Section("The arguments as you had edited them", Indented(edited), whole);
            }
        }

        if (call.Command is { } command)
        {
            Line("");
            Line($"  $ {command}");
            Line("");
            Line("No sandbox confines it: it may do anything that you may.");
        }
        else if (call.After is { } after)
        {
            Section(call.Before is null ? "New file" : "Change", LineChange.Between(call.Before ?? "", after), whole);
        }
        else
        {
            Section("Arguments", Indented(call.Arguments), whole);
        }
    }

    private void ShowDoubt(InterruptedCall interrupted, bool whole)
    {
        ToolProposal call = interrupted.Call;
        Line($"{call.Tool}{(call.Path is { } path ? $" on {path}" : "")}: {DoubtWords.Why}");
        if (call.Command is { } command)
        {
            Line("");
            Line($"  $ {command}");
            Line("");
        }

        foreach (string known in DoubtWords.Known(interrupted))
        {
            Line(known);
        }

        if (call.After is { } after)
        {
            Section("What it was to change", LineChange.Between(call.Before ?? "", after), whole);
            if (interrupted.File == FileTrace.Different && interrupted.Now is { } now)
            {
                Section("From what it would have made to what is there now", LineChange.Between(after, now), whole);
            }
        }
        else if (call.Command is null)
        {
            Section("Arguments", Indented(call.Arguments), whole);
        }
    }

    private void Section(string heading, string text, bool whole)
    {
        console.Write(new Rule(heading).LeftJustified());
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        foreach (string line in whole ? lines : lines.Take(LinesShown))
        {
            Line(line);
        }

        if (!whole && lines.Length > LinesShown)
        {
            Line($"… {lines.Length - LinesShown} more lines; \"show\" shows them.");
        }
    }

    private void Line(string text) => console.Write(new Text(RunWords.Printable(text) + "\n"));
}
