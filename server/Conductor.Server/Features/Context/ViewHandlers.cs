using Conductor.Core.Landing;
using Conductor.Server.Effects;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Views;
using Conductor.Views.CSharp;
using Conductor.Workers.Outlines;
using Conductor.Workers.Projects;
using Conductor.Workers.Prompts;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Features.Context;

/// <summary>Curated views for people.</summary>
internal sealed class ViewHandlers(RpcSession session)
{
    /// <summary>The view of one file, read as it is read for a worker, where the worker of its ticket has it.</summary>
    public async Task<ViewResult> GetAsync(ViewParams request, CancellationToken cancellationToken)
    {
        WorkingTree? tree = TreeOf(request);
        ToolContext tools = PlaceOf(request, tree).Environment.Tools;
        if (tools.Root.Resolve(request.Path) is not PathResolution.Inside place)
        {
            throw WireRefusal.Of(ErrorCodes.InvalidPath, $"{request.Path} is not a file of this workspace. Give a path relative to its root.");
        }

        CodeLook look = tools.Look();
        ContextFile file = (await ContextFiles.ReadAsync(tools.Root, [request.Path], session.Workspace.Outlines, look, cancellationToken))[0];
        if (file.Text is not { } text)
        {
            throw WireRefusal.Of(ErrorCodes.InvalidPath, $"{place.RelativePath} cannot be shown: {file.Error}");
        }

        O200kTokenCounter counter = O200kTokenCounter.Shared;
        FileView view = ViewBuilder.Build(
            file.Outline.For(new ViewRequest(place.RelativePath, text, Enum.Parse<ViewLevel>(request.Level.ToString()), request.Budget)
            {
                Constants = file.Constants,
                OtherParts = file.OtherParts,
            }),
            counter);
        string shown = view.Level == ViewLevel.Curated ? await look.WithAroundAsync(view, text, request.Budget, counter, cancellationToken) : view.Text;
        int tokens = shown.Length == view.Text.Length ? view.Tokens : counter.Count(shown);
        return new ViewResult(
            place.RelativePath,
            Enum.Parse<ViewLevelName>(view.Level.ToString()),
            shown,
            tokens,
            counter.Count(text),
            view.ElidedBodies,
            view.Note,
            tokens > view.Tokens ? tokens - view.Tokens : null,
            tree?.Folder);
    }

    /// <summary>The working tree in which the request's ticket has its files; null when it names none, or the ticket's are the folder's.</summary>
    private WorkingTree? TreeOf(ViewParams request) => request is { TrackId: { } trackId, TicketId: { } ticketId } && session.Track(trackId).State.Tickets.GetValueOrDefault(ticketId) is { } ticket ? ticket.StandsIn : null;

    private AttemptPlace PlaceOf(ViewParams request, WorkingTree? tree) => session.Workspace.Places.Find(tree) ?? throw WireRefusal.Of(
        ErrorCodes.InvalidPath,
        $"The working tree of {request.TicketId}, {tree?.Folder}, is no longer there, so its {request.Path} cannot be shown. Open the file of your folder from the Explorer, or retry the ticket, which begins in a new tree.");

    /// <summary>The declaration at a place of a text, saved or not, or the one of a name.</summary>
    public async Task<MemberAtResult> MemberAtAsync(MemberAtParams request, CancellationToken cancellationToken)
    {
        ConductorWorkspace workspace = session.Workspace;
        OutlineReading reading = await workspace.Outlines.ReadAsync(request.Path, request.Text, cancellationToken);
        SourceOutline? outline = reading.Outline ?? CSharpOutline.TryRead(request.Path, request.Text, workspace.Code.FactsOf(request.Path).Constants);
        return outline is null
            ? new MemberAtResult(Member: null, (reading as OutlineReading.Missing)?.Why ?? "The declarations of this kind of file are not known.")
            : new MemberAtResult((request.Member is { } name ? Named(outline).FirstOrDefault(member => member.FullName == name) : MemberAt(outline, request.Text, request.Line))?.FullName);
    }

    private static IEnumerable<SourceMember> Named(SourceOutline outline) => outline.Members.Where(member => member is { Name.Length: > 0, Kind: not SourceMemberKind.Namespace });

    /// <summary>The innermost one with a name.</summary>
    private static SourceMember? MemberAt(SourceOutline outline, string text, int line)
    {
        int start = 0;
        for (int at = 0; at < line && start >= 0; at++)
        {
            start = text.IndexOf('\n', start) + 1;
            if (start == 0)
            {
                return null;
            }
        }

        int next = text.IndexOf('\n', start);
        int end = next < 0 ? text.Length : next;
        return Named(outline).Where(member => member.Whole.Start <= end && start < member.Whole.End).MaxBy(member => member.Depth);
    }
}
