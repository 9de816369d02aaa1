using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Conductor.Core.Graph;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Server.TrackFiles;

/// <summary>Reads the known fields of one object and notes what is wrong with each. An optional field that is null counts as absent.</summary>
/// <param name="owner">What the object is, for messages: <c>Ticket "T-1"</c>.</param>
internal sealed class FieldReader(JsonSyntax node, string owner, ProblemList problems)
{
    /// <summary>Up to here looking through a list beats hashing it.</summary>
    private const int Few = 16;

    /// <summary>A text that must be there and say something; null (with a problem) when it does not.</summary>
    public string? RequiredText(string name)
    {
        if (node.Member(name) is not { Value: { Kind: not JsonTokenType.Null } value })
        {
            Note(TrackFileProblemCodes.MissingField, MissingPlace(), $"{owner} has no {name}. Give it one.");
            return null;
        }

        if (value.Kind != JsonTokenType.String)
        {
            NoteWrongType(name, value, "a string");
            return null;
        }

        if (string.IsNullOrWhiteSpace(value.Text))
        {
            Note(TrackFileProblemCodes.MissingField, value.Span, $"{owner} has an empty {name}. Write something there.");
            return null;
        }

        return value.Text;
    }

    public string? OptionalText(string name) => Of(name, JsonTokenType.String, "a string")?.Text;

    public bool Flag(string name)
    {
        if (Present(name) is not { } value)
        {
            return false;
        }

        if (value.Kind is not (JsonTokenType.True or JsonTokenType.False))
        {
            NoteWrongType(name, value, "true or false");
        }

        return value.Kind == JsonTokenType.True;
    }

    public int Integer(string name)
    {
        const string Expected = "a whole number";
        if (Of(name, JsonTokenType.Number, Expected) is not { } value)
        {
            return 0;
        }

        if (!int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            Note(TrackFileProblemCodes.WrongType, value.Span, $"{owner}: {name} is {value.Text}. It must be {Expected} between {int.MinValue} and {int.MaxValue}.");
        }

        return number;
    }

    /// <summary>What may be spent; null for no limit.</summary>
    public Budget? Budget() => Present(TrackFields.Budget) is { } value ? new BudgetReader(value, owner, problems).Read() : null;

    /// <summary>What working trees need; null for nothing.</summary>
    public TreeSetup? Worktree(ProblemList warnings) => Present(TrackFields.Worktree) is { } value ? new WorktreeReader(value, problems, warnings).Read() : null;

    public string Status()
    {
        if (Of(TrackFields.Status, JsonTokenType.String, "a string") is not { Text: { } status } value)
        {
            return TicketStatus.Todo;
        }

        if (!TicketStatus.All.Contains(status))
        {
            string suggestion = new Suggestion(TicketStatus.All).For(status) is { } near ? $" Did you mean \"{near}\"?" : string.Empty;
            Note(
                TrackFileProblemCodes.WrongType,
                value.Span,
                $"{owner}: \"{status}\" is not a status.{suggestion} Use one of {string.Join(", ", TicketStatus.All)}.");
        }

        return status;
    }

    /// <summary>The texts of a list, repeated ones once.</summary>
    public ImmutableArray<string> TextList(string name)
    {
        if (Of(name, JsonTokenType.StartArray, "a list of strings") is not { Items: { Count: > 0 } items })
        {
            return [];
        }

        var texts = ImmutableArray.CreateBuilder<string>(items.Count);
        HashSet<string>? seen = items.Count > Few ? new(items.Count, StringComparer.Ordinal) : null;
        foreach (JsonSyntax item in items)
        {
            if (item.Kind != JsonTokenType.String || string.IsNullOrWhiteSpace(item.Text))
            {
                string found = item.Kind == JsonTokenType.String ? "an empty string" : item.Described;
                Note(TrackFileProblemCodes.WrongType, item.Span, $"{owner}: {name} holds {found}. Each of its entries must be a string that says something.");
            }
            else if (seen?.Add(item.Text) ?? !texts.Contains(item.Text))
            {
                texts.Add(item.Text);
            }
        }

        return texts.DrainToImmutable();
    }

    /// <summary>Notes fields that are given twice, known or not: which one counts would be a guess.</summary>
    public void RefuseRepeatedFields()
    {
        List<MemberSyntax> members = node.Members ?? [];
        HashSet<string>? names = members.Count > Few ? new(members.Count, StringComparer.Ordinal) : null;
        for (int index = 0; index < members.Count; index++)
        {
            string name = members[index].Name;
            if (names is null ? members.FindIndex(0, index, earlier => earlier.Name == name) >= 0 : !names.Add(name))
            {
                Note(TrackFileProblemCodes.InvalidJson, members[index].NameSpan, $"{owner} has the field \"{name}\" twice. Keep one of them.");
            }
        }
    }

    /// <summary>Warns of each unknown field, with the known one that was probably meant where the object lacks it.</summary>
    /// <param name="known">The fields that mean something in this object.</param>
    public void WarnOfUnknownFields(ImmutableArray<string> known, ProblemList warnings)
    {
        List<MemberSyntax> unknown = (node.Members ?? []).FindAll(member => !known.Contains(member.Name) && !TrackFields.IsOwn(member.Name));
        if (unknown.Count == 0)
        {
            return;
        }

        var absent = new Suggestion(known.Where(name => node.Member(name) is null));
        foreach (MemberSyntax member in unknown)
        {
            string next = absent.For(member.Name) is { } near ? $"Did you mean \"{near}\"?" : "Take it out, or let its name begin with x_ if it is your own.";
            warnings.Add(TrackFileProblemCodes.UnknownField, member.NameSpan, $"\"{member.Name}\" is not a field Conductor knows, so it does nothing. {next}");
        }
    }

    /// <summary>A missing field has no place of its own: the id stands in, or the opening brace.</summary>
    private ByteSpan MissingPlace() =>
        node.Member(TrackFields.Id) is { Value: { Kind: JsonTokenType.String } id } ? id.Span : new ByteSpan(node.Span.Start, node.Span.Start + 1);

    private JsonSyntax? Present(string name) => node.Member(name) is { Value: { Kind: not JsonTokenType.Null } value } ? value : null;

    private JsonSyntax? Of(string name, JsonTokenType kind, string expected)
    {
        if (Present(name) is not { } value)
        {
            return null;
        }

        if (value.Kind == kind)
        {
            return value;
        }

        NoteWrongType(name, value, expected);
        return null;
    }

    private void NoteWrongType(string name, JsonSyntax value, string expected)
    {
        string hint = expected == "a string" && value.Kind == JsonTokenType.Number ? $" Write \"{value.Text}\"." : string.Empty;
        Note(TrackFileProblemCodes.WrongType, value.Span, $"{owner}: {name} is {value.Described}. It must be {expected}.{hint}");
    }

    private void Note(string code, ByteSpan span, string message) => problems.Add(code, span, message);
}
