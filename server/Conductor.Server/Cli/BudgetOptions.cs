using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Conductor.Core.Usage;

namespace Conductor.Server.Cli;

/// <summary>The options that name a budget: <c>--budget-tokens N --budget-money USD --budget-calls N --budget-minutes N</c>.</summary>
internal sealed class BudgetOptions
{
    /// <summary>In place of an amount: whatever limits the kind elsewhere, this run has no limit of it.</summary>
    public const string NoLimit = "none";

    private readonly bool _isAdded;
    private readonly Option<string?> _tokens;
    private readonly Option<string?> _money;
    private readonly Option<string?> _calls;
    private readonly Option<string?> _minutes;

    /// <summary>Makes the options and adds them to a command.</summary>
    /// <param name="isAdded">The amounts are added to a budget that there is; an amount may have a plus before it then.</param>
    public BudgetOptions(Command command, bool isAdded)
    {
        _isAdded = isAdded;
        string verb = isAdded ? "Add to the budget" : "The run pauses before it passes this many";
        _tokens = Of(BudgetKind.Tokens, "N", isAdded ? $"{verb}: tokens." : $"{verb} tokens, input and output together.", isWhole: true);
        _money = Of(BudgetKind.Money, "USD", isAdded ? $"{verb}: US dollars." : $"{verb} US dollars. A model without a known price is not called then.", isWhole: false);
        _calls = Of(BudgetKind.Calls, "N", isAdded ? $"{verb}: model calls." : $"{verb} model calls.", isWhole: true);
        _minutes = Of(BudgetKind.Minutes, "N", isAdded ? $"{verb}: minutes." : $"{verb} minutes in which a worker is at work.", isWhole: true);
        foreach (Option option in (Option[])[_tokens, _money, _calls, _minutes])
        {
            command.Options.Add(option);
        }

        Option<string?> Of(BudgetKind kind, string unit, string description, bool isWhole)
        {
            string name = NameOf(kind);
            var option = new Option<string?>(name)
            {
                HelpName = isAdded ? $"+{unit}" : $"{unit}|{NoLimit}",
                Description = isAdded ? description : $"{description} {NoLimit}: without such a limit, whatever the track file says.",
            };
            option.Validators.Add(result =>
            {
                if (result.Tokens is [var given] && !(given.Value == NoLimit && !isAdded) && Parse(given.Value, isWhole, isAdded) is null)
                {
                    string least = isAdded ? "more than 0" : "from 0";
                    result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a {(isWhole ? "whole " : "")}number {least}, at most {Budget.Most:N0}{(isWhole ? "" : ", in US dollars, as 0.50")}."));
                }
            });
            return option;
        }
    }

    /// <summary>What the command line calls a kind.</summary>
    public static string NameOf(BudgetKind kind) => $"--budget-{kind.ToString().ToLowerInvariant()}";

    /// <summary>The kinds that are not to be limited; empty when none was named.</summary>
    public ImmutableArray<BudgetKind> ReadUnlimited(ParseResult parsed) => _isAdded
        ? []
        : [.. Budget.Kinds.Zip((Option<string?>[])[_tokens, _money, _calls, _minutes]).Where(pair => parsed.GetValue(pair.Second) == NoLimit).Select(pair => pair.First)];

    /// <summary>The amounts as given; null when none was.</summary>
    public Budget? Read(ParseResult parsed)
    {
        var budget = new Budget((long?)Amount(_tokens, isWhole: true), Amount(_money, isWhole: false), (long?)Amount(_calls, isWhole: true), (long?)Amount(_minutes, isWhole: true));
        return budget == Budget.None ? null : budget;

        decimal? Amount(Option<string?> option, bool isWhole) => parsed.GetValue(option) is { } text ? Parse(text, isWhole, isAdded: false) : null;
    }

    private static decimal? Parse(string text, bool isWhole, bool isAdded) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | (isWhole ? NumberStyles.None : NumberStyles.AllowDecimalPoint), CultureInfo.InvariantCulture, out decimal amount)
        && amount is >= 0 and <= Budget.Most && (amount > 0 || !isAdded)
            ? amount
            : null;
}
