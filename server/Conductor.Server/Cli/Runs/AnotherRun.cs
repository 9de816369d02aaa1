using Conductor.Core.Engine;
using Conductor.Core.Tickets;

namespace Conductor.Server.Cli.Runs;

/// <summary>How a track is run again, where nobody is there who knows why each of its tickets ended as it did.</summary>
internal static class AnotherRun
{
    private const int MostAnswers = 4;

    /// <summary>The sentence with the whole command; with what its blocked tickets ask for, where they do.</summary>
    public static string Of(TrackState state, NextCommands next)
    {
        if (state.Header.Path is not { } path)
        {
            return "Retry its tickets in the editor.";
        }

        string[] asking = [.. AskingIn(state).Take(MostAnswers)];
        string[] questions = [.. asking.Where(id => Questions.QuestionOf(state.Tickets[id]) is not null)];
        string[] refused = [.. asking.Except(questions)];
        string command = next.Run(state, path, more: string.Join(' ', asking.Select(id => $"--answer {AnswerOption.For(id)}")));
        string words = (questions.Length, refused.Length) switch
        {
            (0, 0) => "Run it again with",
            (_, 0) => $"Answer {string.Join(", ", questions)}, and run it again with",
            (0, _) => $"Tell the next worker of {string.Join(", ", refused)} what its work lacked, and run it again with",
            _ => $"Answer {string.Join(", ", questions)}, tell the next worker of {string.Join(", ", refused)} what its work lacked, and run it again with",
        };
        return $"{words}: {command}";
    }

    /// <summary>Ids of tickets whose next worker lacks a person's words, in the order of the run.</summary>
    public static IEnumerable<string> AskingIn(TrackState state) => state.Unaccepted
        .Select(key => state.Tickets[key.TicketId])
        .Where(ticket => Questions.QuestionOf(ticket) is not null || ticket.Outcome is TicketOutcome.Blocked { Kind: LandingDecisions.BlockedKind })
        .Select(ticket => ticket.Definition.Id);
}
