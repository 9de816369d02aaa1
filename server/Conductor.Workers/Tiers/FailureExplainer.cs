using Conductor.Core.Usage;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;
using Conductor.Views;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Tiers;

/// <summary>Tier 4: tells a worker in few words why a command failed. Whatever goes wrong here, the ticket goes on without it.</summary>
internal static class FailureExplainer
{
    /// <summary>Tokens of the command's output that the model is sent at most, without the question.</summary>
    public const int InputTokens = 2000;

    /// <summary>Tokens the model may answer with, and the most that is passed on.</summary>
    public const int OutputTokens = 200;

    /// <summary>Room for thoughts, which are billed as output, of models that cannot do without: without it nothing would be left for words.</summary>
    public const int ThoughtTokens = 1000;

    /// <summary>A worker waits no longer than this.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private const string Question =
        "A command failed. From its output, say in at most three short sentences what the cause is and what to do next. "
        + "Quote file, line and message where there are any. Do not repeat the output.";

    /// <summary>Asks tier 4 and books what that took.</summary>
    /// <param name="failure">The command and its output.</param>
    /// <returns>What to add to the output; null when tier 4 is off, failed, said nothing, or took too long.</returns>
    public static async Task<string?> ExplainAsync(AttemptRun run, string failure, CancellationToken cancellationToken)
    {
        if (run.Model.Qa is not { } model || cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        var counter = run.Environment.Tools.Tokens;
        var turn = run.Conversation.NextQaTurn();
        List<ChatMessage> sent = [new(ChatRole.System, Question), new(ChatRole.User, Fitting(failure, InputTokens, counter))];
        var options = new ChatOptions { MaxOutputTokens = OutputTokens + ThoughtTokens, Reasoning = new ReasoningOptions { Effort = ReasoningEffort.None } };
        new CallTags(run.Start.TicketId, run.Start.Attempt, Tier.Qa, turn, run.Start.HasAnswer) { TrackId = run.Start.TrackId }.Mark(options);
        var estimate = TextUsage.Count(sent, [], [], counter) with { OutputTokens = OutputTokens + ThoughtTokens, EstimatedCalls = 1 };
        var call = new ExplainerCall(run, model, turn, sent, options, CallCost.Expected(estimate, run.Model.QaFacts));
        var text = Fitting(await call.AnswerAsync(cancellationToken) ?? "", OutputTokens, counter);
        return text.Length == 0 ? null : $"Likely cause (tier 4): {text}";
    }

    /// <summary>Head and tail of a text within a number of tokens.</summary>
    private static string Fitting(string text, int tokens, ITokenCounter counter)
    {
        var length = Math.Min(text.Length, tokens * 8);
        var fitting = HeadAndTail.Of(text, length);
        while (length > 16 && counter.Count(fitting) > tokens)
        {
            length = length * 3 / 4;
            fitting = HeadAndTail.Of(text, length);
        }
        return fitting;
    }
}
