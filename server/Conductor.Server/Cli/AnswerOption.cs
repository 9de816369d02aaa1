using System.CommandLine;
using System.CommandLine.Parsing;

namespace Conductor.Server.Cli;

/// <summary>The option <c>--answer ID=TEXT</c>, which can be given several times.</summary>
internal static class AnswerOption
{
    /// <summary>Stands for an answer where a command is suggested; typed as it stands, it is none.</summary>
    public const string Placeholder = "TEXT";

    /// <summary>Makes the option.</summary>
    public static Option<string[]> Create()
    {
        var option = new Option<string[]>("--answer")
        {
            HelpName = $"ID={Placeholder}",
            Description = "Tell the next attempt at a ticket that ended without success something: the answer to its question, or a note. Can be given several times.",
        };
        option.Validators.Add(result =>
        {
            foreach (string given in result.Tokens.Select(token => token.Value))
            {
                if (given.IndexOf('=', StringComparison.Ordinal) is var equals && (equals < 1 || equals == given.Length - 1))
                {
                    result.AddError($"--answer takes a ticket's id and a text, as --answer \"T-1=The first one.\"; '{given}' is none.");
                }
                else if (IsPlaceholder(given[(equals + 1)..]))
                {
                    result.AddError($"'{given}' says no answer. Write yours after the {given[..equals]}=, as --answer \"{given[..equals]}=The first one.\"");
                }
            }
        });
        return option;
    }

    private static bool IsPlaceholder(string answer)
    {
        string words = answer.Trim().Trim('<', '>', '[', ']', '{', '}', '"');
        return words.Length == 0 || words == Placeholder || words.All(character => character is '.' or '…');
    }
}
