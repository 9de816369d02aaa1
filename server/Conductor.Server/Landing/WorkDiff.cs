using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.Server.Landing;

/// <summary>What a ticket's work changes, as git shows it.</summary>
internal static class WorkDiff
{
    /// <summary>Against what has landed, as far as the work has it; in words why not where it cannot be shown.</summary>
    /// <param name="root">The workspace, absolute.</param>
    public static async Task<string> OfAsync(string root, TrackState state, ApprovalRequest.Landing request, CancellationToken cancellationToken)
    {
        string[] between = ["diff", "--no-color", "--no-ext-diff", "--stat", "--patch", $"{state.Integration?.Tip ?? request.Tree.Base}...{request.Work.Commit}"];
        try
        {
            string diff = await new LandingGit(root).RunAsync(between, cancellationToken);
            return diff.Length > 0 ? diff : "It changes no file.";
        }
        catch (Exception failure) when (failure is LandingException or IOException)
        {
            return $"The changes cannot be shown: {failure.Message} Look at the branch {request.Tree.Branch} with git log.";
        }
    }
}
