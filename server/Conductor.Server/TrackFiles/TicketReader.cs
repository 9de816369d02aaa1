using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Tickets;

namespace Conductor.Server.TrackFiles;

/// <summary>A ticket with the text it came from.</summary>
internal readonly record struct WrittenTicket(TicketDefinition Definition, JsonSyntax Node);

/// <summary>From one entry of a list of tickets to its definition.</summary>
internal static class TicketReader
{
    /// <summary>
    /// What the entry says, also when some of it is wrong: the checks between tickets should not take a ticket for missing because its
    /// description is. Null when it cannot be told which ticket it is.
    /// </summary>
    /// <param name="number">Its place in the list as people count, from 1.</param>
    public static WrittenTicket? Read(JsonSyntax node, int number, ProblemList problems, ProblemList warnings)
    {
        if (node.Kind != JsonTokenType.StartObject)
        {
            problems.Add(
                TrackFileProblemCodes.WrongType, node.Span, $"Ticket {number} is {node.Described}. Each ticket is an object with an id and a description.");
            return null;
        }

        JsonSyntax? idNode = node.Member(TrackFields.Id)?.Value;
        string? writtenId = string.IsNullOrWhiteSpace(idNode?.Text) ? null : idNode.Text;
        string owner = writtenId is null ? $"Ticket {number}" : $"Ticket \"{writtenId}\"";
        var fields = new FieldReader(node, owner, problems);
        fields.RefuseRepeatedFields();
        fields.WarnOfUnknownFields(TrackFields.OfTicket, warnings);
        string? id = fields.RequiredText(TrackFields.Id) ?? writtenId;
        string? description = fields.RequiredText(TrackFields.Description);
        ImmutableArray<string> paths = fields.TextList(TrackFields.ContextRequirements);
        var definition = new TicketDefinition(id ?? string.Empty, description ?? string.Empty)
        {
            Title = fields.OptionalText(TrackFields.Title),
            Status = fields.Status(),
            DependsOn = fields.TextList(TrackFields.DependsOn),
            StepMode = fields.Flag(TrackFields.StepMode),
            ContextRequirements = paths,
            ContextViews = new ContextViewsReader(owner, problems, warnings).Read(node.Member(TrackFields.ContextViews)?.Value, paths),
            Priority = fields.Integer(TrackFields.Priority),
            Model = fields.OptionalText(TrackFields.Model),
            Acceptance = fields.TextList(TrackFields.Acceptance),
            Writes = fields.TextList(TrackFields.Writes),
            Budget = fields.Budget(),
        };
        if (fields.OptionalText(TrackFields.AssignedTo) is { } assignedTo && !string.IsNullOrWhiteSpace(assignedTo))
        {
            definition = definition with { AssignedTo = assignedTo };
        }

        return id is null ? null : new WrittenTicket(definition, node);
    }
}
