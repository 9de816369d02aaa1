using System.Diagnostics.CodeAnalysis;
using Conductor.Core.Tickets;

namespace Conductor.Server.Landing;

/// <summary>What became of something that was to be done in a repository.</summary>
internal abstract record GitOutcome<T>
{
    private GitOutcome()
    {
    }

    /// <summary>True when it is done, with what came of it; otherwise why it cannot be.</summary>
    public bool IsDone([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Refusal? refusal)
    {
        (value, refusal) = this switch
        {
            Done done => (done.Value, null),
            Refused refused => (default(T), refused.Refusal),
            _ => throw new InvalidOperationException("What was to be done is done or refused."),
        };
        return refusal is null;
    }

    /// <summary>It is done.</summary>
    public sealed record Done(T Value) : GitOutcome<T>;

    /// <summary>It cannot be done; what was to be changed is as it was, or is put right when the same is asked again.</summary>
    public sealed record Refused(Refusal Refusal) : GitOutcome<T>;
}

/// <summary>Why something cannot be done in a repository, in words for a person. It becomes a refusal at the edge of this room.</summary>
internal sealed class LandingException(string message, IReadOnlyList<string>? files = null) : Exception(message)
{
    /// <summary>Paths from the top of the tree that stand in the way.</summary>
    public IReadOnlyList<string> Files => files ?? [];
}

/// <summary>The edge of this room: what is in the way becomes a value.</summary>
internal static class LandingBoundary
{
    /// <summary>Does it; what cannot be done is a refusal.</summary>
    public static async Task<GitOutcome<T>> OutcomeAsync<T>(Func<Task<T>> step)
    {
        try
        {
            return new GitOutcome<T>.Done(await step());
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            return new GitOutcome<T>.Refused(RefusalOf(failure));
        }
    }

    /// <summary>Merges; what keeps it from being tried is a failure of the merge.</summary>
    public static async Task<MergeOutcome> MergeAsync(Func<Task<MergeOutcome>> merge)
    {
        try
        {
            return await merge();
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            return new MergeOutcome.Failed(RefusalOf(failure));
        }
    }

    private static bool IsExpected(Exception failure) => failure is LandingException or IOException or UnauthorizedAccessException;

    private static Refusal RefusalOf(Exception failure) => failure switch
    {
        LandingException { Files: var files } => new Refusal(RefusalCode.WrongState, failure.Message) { Files = [.. files] },
        _ => new Refusal(RefusalCode.WrongState, $"{failure.Message} Put that right and ask again: it goes on where it stopped."),
    };
}
