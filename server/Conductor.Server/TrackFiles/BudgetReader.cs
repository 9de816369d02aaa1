using System.Globalization;
using System.Text.Json;
using Conductor.Core.Graph;
using Conductor.Core.Usage;

namespace Conductor.Server.TrackFiles;

/// <summary>
/// Reads a budget: <c>{ "tokens": n, "money": n, "calls": n, "minutes": n }</c>, each optional. Stricter than the rest of a track file: what is
/// misspelt here would limit nothing.
/// </summary>
/// <param name="owner">Whose it is, for messages: <c>Ticket "T-1"</c>.</param>
internal sealed class BudgetReader(JsonSyntax node, string owner, ProblemList problems)
{
    private const string Tokens = "tokens";
    private const string Money = "money";
    private const string Calls = "calls";
    private const string Minutes = "minutes";
    private static readonly string[] Known = [Tokens, Money, Calls, Minutes];

    /// <summary>What it says; null when it sets no limit.</summary>
    public Budget? Read()
    {
        if (node.Kind != JsonTokenType.StartObject)
        {
            Note(node, $"{owner}: {TrackFields.Budget} is {node.Described}. It must be an object with one or more of {string.Join(", ", Known)}.");
            return null;
        }

        new FieldReader(node, $"{owner}'s budget", problems).RefuseRepeatedFields();
        foreach (MemberSyntax member in node.Members ?? [])
        {
            if (!Known.Contains(member.Name))
            {
                string near = new Suggestion(Known).For(member.Name) is { } suggestion ? $" Did you mean \"{suggestion}\"?" : "";
                problems.Add(
                    TrackFileProblemCodes.UnknownField, member.NameSpan, $"{owner}'s budget has \"{member.Name}\", which limits nothing.{near} A budget may have {string.Join(", ", Known)}.");
            }
        }

        var budget = new Budget(Whole(Tokens), Amount(Money, isWhole: false), Whole(Calls), Whole(Minutes));
        return budget == Budget.None ? null : budget;
    }

    private long? Whole(string name) => (long?)Amount(name, isWhole: true);

    private decimal? Amount(string name, bool isWhole)
    {
        if (node.Member(name) is not { Value: { Kind: not JsonTokenType.Null } value })
        {
            return null;
        }

        string expected = string.Create(CultureInfo.InvariantCulture, $"It must be a {(isWhole ? "whole " : "")}number from 0 to {Budget.Most:N0}{(isWhole ? "" : ", in US dollars")}.");
        bool isNumber = value.Kind == JsonTokenType.Number;
        if (!isNumber
            || !decimal.TryParse(value.Text, isWhole ? NumberStyles.AllowLeadingSign : NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount)
            || amount is < 0 or > Budget.Most)
        {
            Note(value, $"{owner}: the budget's {name} is {(isNumber ? value.Text : value.Described)}. {expected}");
            return null;
        }

        return amount;
    }

    private void Note(JsonSyntax value, string message) => problems.Add(TrackFileProblemCodes.WrongType, value.Span, message);
}
