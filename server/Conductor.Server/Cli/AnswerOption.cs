using System.CommandLine;
using System.CommandLine.Parsing;
using Conductor.Server.Cli.Runs;

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
        Validate(option, "The first one.");
        return option;
    }

    /// <summary>Refuses what is no ticket's id with a text.</summary>
    /// <param name="example">A text that could be given.</param>
    /// <param name="isTextOptional">The id alone is enough.</param>
    public static void Validate(Option<string[]> option, string example, bool isTextOptional = false) =>
        option.Validators.Add(result =>
        {
            foreach (string given in result.Tokens.Select(token => token.Value))
            {
                int equals = given.IndexOf('=', StringComparison.Ordinal);
                if (isTextOptional && equals < 0 && given.Trim().Length > 0)
                {
                    continue;
                }

                if (equals < 1 || equals == given.Length - 1)
                {
                    result.AddError($"{option.Name} takes a ticket's id and {(isTextOptional ? "may take " : "")}a text, as {option.Name} \"T-1={example}\"; '{given}' is none.");
                }
                else if (IsPlaceholder(given[(equals + 1)..]) || given.EndsWith($"={Placeholder}", StringComparison.Ordinal))
                {
                    result.AddError($"'{given}' says no answer. Write yours after the {given[..equals]}=, as {option.Name} \"{given[..equals]}={example}\"");
                }
            }
        });

    /// <summary>What a person is told to give for a ticket, as one argument of a shell; the quotes are there for the words that take the place of <see cref="Placeholder"/>.</summary>
    public static string For(string ticketId) => NextCommands.Quoted($"{ticketId}={Placeholder}") is var quoted && quoted[0] is '"' or '\'' ? quoted : $"\"{quoted}\"";

    /// <summary>The ticket and the text of an option that was given.</summary>
    /// <param name="known">Ids of tickets: one of them may have a '=' in it.</param>
    public static (string TicketId, string Text) Split(string given, IEnumerable<string> known)
    {
        string? named = known.Where(id => given.StartsWith($"{id}=", StringComparison.Ordinal)).MaxBy(id => id.Length);
        int equals = named?.Length ?? given.IndexOf('=', StringComparison.Ordinal);
        return (given[..equals].Trim(), given[(equals + 1)..].Trim());
    }

    /// <summary>The same of one that may be a ticket alone; null for no text.</summary>
    public static (string TicketId, string? Text) SplitOptional(string given, IReadOnlyCollection<string> known) =>
        known.Contains(given.Trim()) || !given.Contains('=', StringComparison.Ordinal) ? (given.Trim(), null) : Split(given, known);

    private static bool IsPlaceholder(string answer)
    {
        string words = answer.Trim().Trim('<', '>', '[', ']', '{', '}', '"');
        return words.Length == 0 || words == Placeholder || words.All(character => character is '.' or '…');
    }
}
