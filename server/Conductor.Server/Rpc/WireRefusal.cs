using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using StreamJsonRpc;

namespace Conductor.Server.Rpc;

/// <summary>Refusals as JSON-RPC errors: a code to branch on, and a message for a person with the next step in it.</summary>
internal static class WireRefusal
{
    /// <summary>An error with one of <see cref="ErrorCodes"/>.</summary>
    public static LocalRpcException Of(int code, string message, ErrorData? data = null) => new(EditorWords.Of(message)) { ErrorCode = code, ErrorData = data };

    /// <summary>Why a model cannot be used: it does not exist, or its provider lacks a key.</summary>
    /// <param name="hasDemo">The demo could take its place.</param>
    public static LocalRpcException Of(ModelResolution.Refused refused, bool hasDemo) => refused.KeyOf is { } account
        ? Of(ErrorCodes.NoKey, refused.Message, new ErrorData(Provider: account, HasDemo: hasDemo ? true : null))
        : Of(ErrorCodes.UnknownModel, refused.Message);

    /// <summary>The reply of an accepted command, or its refusal as an error.</summary>
    /// <exception cref="LocalRpcException">The command was refused.</exception>
    public static CommandResult Result(CommandReply reply, ConductorWorkspace workspace)
    {
        if (reply.Refusal is not { } refusal)
        {
            return new CommandResult(reply.State.Header.TrackId, reply.State.Revision);
        }

        throw reply.IsInUse
            ? Of(ErrorCodes.WorkspaceInUse, refusal.Message, new ErrorData(ProcessId: workspace.Ownership.OwnerProcessId()))
            : Of(CodeOf(refusal.Code), refusal.Message, refusal.Files.IsDefaultOrEmpty ? null : new ErrorData(Files: refusal.Files));
    }

    /// <summary>The same of a command that may have begun a run, with what a person should know of that.</summary>
    /// <exception cref="LocalRpcException">The command was refused.</exception>
    public static CommandResult Result(StartReply start, ConductorWorkspace workspace) =>
        Result(start.Reply, workspace) with { Notes = start.Notes.IsEmpty ? null : [.. start.Notes.Select(EditorWords.Of)] };

    private static int CodeOf(RefusalCode code) => code switch
    {
        RefusalCode.UnknownTicket => ErrorCodes.UnknownTicket,
        RefusalCode.UnknownApproval => ErrorCodes.UnknownApproval,
        RefusalCode.NotReady => ErrorCodes.NotReady,
        RefusalCode.Stale => ErrorCodes.Stale,
        RefusalCode.InvalidDecision => ErrorCodes.InvalidDecision,
        RefusalCode.FilesMoved => ErrorCodes.FilesMoved,
        RefusalCode.InvalidTrack => ErrorCodes.InvalidTrack,
        _ => ErrorCodes.WrongState,
    };
}
