using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conductor.Core.Tickets;
using Conductor.Server.Protocol;

namespace Conductor.Server.TrackFiles;

/// <summary>
/// Small edits of a track file that keep everything else as its author wrote it: white space, line breaks, unknown fields.
/// A file with problems can be edited as far as it is JSON, since the edit may be what repairs it; an edit that would add a problem is
/// refused. Text in, values out: no disk.
/// </summary>
public static class TrackFileEditor
{
    /// <summary>Adds a ticket at the end of the list, laid out like the one before it.</summary>
    public static TrackEdit CreateTicket(string text, NewTicket ticket) => Edit(text, (source, track) =>
    {
        var layout = new TrackLayout(source, track);
        string id = ticket.Id ?? NextTicketId.After(IdsOf(track));
        var tickets = new ListEdit(track.Tickets.Span, TrackLayout.SpansOf(track.Tickets.Items), layout.OfTickets());
        tickets.Append(layout.OfFields(null).Compose('{', FieldsOf(ticket, id).Select(field => layout.Field(field.Key, field.Value)), '}'));
        return new Draft(id, tickets.Edits());
    });

    /// <summary>Changes fields of a ticket.</summary>
    /// <param name="fields">Names and values as in the file; a null value takes the field away.</param>
    public static TrackEdit UpdateFields(string text, string ticketId, IReadOnlyDictionary<string, JsonElement> fields) =>
        EditTicket(text, ticketId, (_, _, edit) =>
        {
            foreach ((string name, JsonElement value) in fields)
            {
                edit.Set(name, JsonSerializer.SerializeToNode(value));
            }

            return [];
        });

    /// <summary>Adds files to a ticket's context; those already there are skipped.</summary>
    /// <param name="paths">Workspace-relative, '/'-separated.</param>
    public static TrackEdit AddContext(string text, string ticketId, IReadOnlyList<string> paths) =>
        EditTicket(text, ticketId, (_, ticket, edit) =>
        {
            List<string> present = ContextOf(ticket);
            string[] added = [.. paths.Distinct().Except(present)];
            SetContext(edit, ticket, [.. present, .. added]);
            return [.. paths.Distinct().Intersect(present)];
        });

    /// <summary>Takes files out of a ticket's context; those not there are skipped.</summary>
    /// <param name="paths">Workspace-relative, '/'-separated.</param>
    public static TrackEdit RemoveContext(string text, string ticketId, IReadOnlyList<string> paths) =>
        EditTicket(text, ticketId, (source, ticket, edit) =>
        {
            List<string> present = ContextOf(ticket);
            SetContext(edit, ticket, [.. present.Except(paths)]);
            if (ViewsOf(source, ticket) is { } views && paths.Any(views.ContainsKey))
            {
                foreach (string path in paths)
                {
                    views.Remove(path);
                }

                edit.Set(TrackFields.ContextViews, views.Count > 0 ? views : null);
            }

            return [.. paths.Distinct().Except(present)];
        });

    /// <summary>Says how a file of a ticket's context is shown, and adds it where it is not there yet.</summary>
    /// <param name="view">Neither a level nor members: as its place in the list has it.</param>
    /// <param name="isAdded">The members join those that are there.</param>
    public static TrackEdit SetContextView(string text, string ticketId, ContextView view, bool isAdded) =>
        EditTicket(text, ticketId, (source, ticket, edit) =>
        {
            List<string> present = ContextOf(ticket);
            if (!present.Contains(view.Path))
            {
                SetContext(edit, ticket, [.. present, view.Path]);
            }

            JsonObject views = ViewsOf(source, ticket) ?? [];
            IEnumerable<string> members = isAdded && views[view.Path] is JsonArray before
                ? [.. TextsOf(before).Union(view.Members)]
                : view.Members;
            views.Remove(view.Path);
            if (members.Any() || view.Level is not null)
            {
                views[view.Path] = view.Level is { } level ? JsonValue.Create(ContextViewsReader.Levels[(int)level]) : ListOf(members);
            }

            edit.Set(TrackFields.ContextViews, views.Count > 0 ? views : null);
            return [];
        });

    private static TrackEdit EditTicket(string text, string ticketId, Func<SourceText, JsonSyntax, TicketFieldsEdit, ImmutableArray<string>> change) =>
        Edit(text, (source, track) =>
        {
            if (track.Tickets.Items?.Find(candidate => candidate.Member(TrackFields.Id)?.Value.Text == ticketId) is not { } ticket)
            {
                return null;
            }

            var edit = new TicketFieldsEdit(source, new TrackLayout(source, track), ticket);
            ImmutableArray<string> skipped = change(source, ticket, edit);
            return new Draft(ticketId, edit.Edits()) { Skipped = skipped };
        }, ticketId);

    private static TrackEdit Edit(string text, Func<SourceText, TrackSyntax, Draft?> draftOf, string? ticketId = null)
    {
        var source = new SourceText(text);
        var problems = new ProblemList();
        if (TrackSyntax.Find(source, problems) is not { } track)
        {
            return new TrackEdit.Refused(
                ErrorCodes.InvalidTrack, "The track file cannot be edited before its text is repaired. See its problems.", problems.InOrder(source));
        }

        if (draftOf(source, track) is not { } draft)
        {
            return new TrackEdit.Refused(
                ErrorCodes.UnknownTicket, $"The track file has no ticket \"{ticketId}\". It may have been renamed or removed; look at the file.", []);
        }

        ImmutableArray<TextEditInfo> edits = TextEdits.ToLines(source, draft.Edits);
        ImmutableArray<TrackFileProblem> added = AddedProblems(source, TextEdits.Apply(text, edits));
        return added.IsEmpty
            ? new TrackEdit.Made(draft.TicketId, edits, draft.Skipped)
            : new TrackEdit.Refused(ErrorCodes.InvalidTrack, $"That change would break the track. {added[0].Message}", added);
    }

    private static ImmutableArray<TrackFileProblem> AddedProblems(SourceText before, string after)
    {
        ImmutableArray<TrackFileProblem> problems = TrackFileReader.Read(after).Problems;
        return problems.IsEmpty
            ? []
            : [.. problems.ExceptBy(TrackFileReader.Read(before, []).Problems.Select(problem => problem.Message), problem => problem.Message)];
    }

    private static IEnumerable<string> IdsOf(TrackSyntax track) =>
        (track.Tickets.Items ?? []).Select(ticket => ticket.Member(TrackFields.Id)?.Value.Text).OfType<string>();

    private static List<string> ContextOf(JsonSyntax ticket) =>
        [.. (ticket.Member(TrackFields.ContextRequirements)?.Value.Items ?? []).Select(item => item.Text).OfType<string>()];

    /// <summary>What is written there, whatever it is; null when it is no object.</summary>
    private static JsonObject? ViewsOf(SourceText source, JsonSyntax ticket) =>
        ticket.Member(TrackFields.ContextViews) is { Value: { Kind: JsonTokenType.StartObject } value }
            ? JsonNode.Parse(source.Slice(value.Span), documentOptions: JsonSyntaxReader.DocumentOptions) as JsonObject
            : null;

    private static IEnumerable<string> TextsOf(JsonArray list) =>
        list.OfType<JsonValue>().Where(item => item.GetValueKind() == JsonValueKind.String).Select(item => item.GetValue<string>());

    /// <summary>An empty list is not written where there is no field yet.</summary>
    private static void SetContext(TicketFieldsEdit edit, JsonSyntax ticket, IReadOnlyList<string> paths)
    {
        if (paths.Count > 0 || ticket.Member(TrackFields.ContextRequirements) is not null)
        {
            edit.Set(TrackFields.ContextRequirements, ListOf(paths));
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode>> FieldsOf(NewTicket ticket, string id)
    {
        yield return KeyValuePair.Create<string, JsonNode>(TrackFields.Id, JsonValue.Create(id));
        if (ticket.Title is { } title)
        {
            yield return KeyValuePair.Create<string, JsonNode>(TrackFields.Title, JsonValue.Create(title));
        }

        yield return KeyValuePair.Create<string, JsonNode>(TrackFields.Description, JsonValue.Create(ticket.Description));
        if (ticket.DependsOn is { Count: > 0 } dependencies)
        {
            yield return KeyValuePair.Create<string, JsonNode>(TrackFields.DependsOn, ListOf(dependencies));
        }

        if (ticket.StepMode)
        {
            yield return KeyValuePair.Create<string, JsonNode>(TrackFields.StepMode, JsonValue.Create(true));
        }

        if (ticket.ContextRequirements is { Count: > 0 } paths)
        {
            yield return KeyValuePair.Create<string, JsonNode>(TrackFields.ContextRequirements, ListOf(paths));
        }
    }

    private static JsonArray ListOf(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)JsonValue.Create(text))];

    /// <summary>Edits before they are known to leave a sound file.</summary>
    private sealed record Draft(string TicketId, IEnumerable<ByteEdit> Edits)
    {
        public ImmutableArray<string> Skipped { get; init; } = [];
    }
}
