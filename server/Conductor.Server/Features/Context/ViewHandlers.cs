using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Views;
using Conductor.Workers.Projects;
using Conductor.Workers.Prompts;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Features.Context;

/// <summary>Curated views for people.</summary>
internal sealed class ViewHandlers(RpcSession session)
{
    /// <summary>The view of one file, read as it is read for a worker.</summary>
    public async Task<ViewResult> GetAsync(ViewParams request, CancellationToken cancellationToken)
    {
        if (session.Workspace.Root.Resolve(request.Path) is not PathResolution.Inside place)
        {
            throw WireRefusal.Of(ErrorCodes.InvalidPath, $"{request.Path} is not a file of this workspace. Give a path relative to its root.");
        }

        CodeLook look = session.Workspace.Code.Look();
        ContextFile file = (await ContextFiles.ReadAsync(session.Workspace.Root, [request.Path], session.Workspace.Outlines, look, cancellationToken))[0];
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
        return new ViewResult(
            place.RelativePath,
            Enum.Parse<ViewLevelName>(view.Level.ToString()),
            shown,
            shown.Length == view.Text.Length ? view.Tokens : counter.Count(shown),
            counter.Count(text),
            view.ElidedBodies,
            view.Note);
    }
}
