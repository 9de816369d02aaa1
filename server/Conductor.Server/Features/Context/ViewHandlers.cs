using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Views;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Features.Context;

/// <summary>Curated views for people.</summary>
internal sealed class ViewHandlers(RpcSession session)
{
    /// <summary>The view of one file.</summary>
    public ViewResult Get(ViewParams request)
    {
        if (session.Workspace.Root.Resolve(request.Path) is not PathResolution.Inside file)
        {
            throw WireRefusal.Of(ErrorCodes.InvalidPath, $"{request.Path} is not a file of this workspace. Give a path relative to its root.");
        }

        string text = Read(file);
        FileView view = ViewBuilder.Build(
            new ViewRequest(file.RelativePath, text, Enum.Parse<ViewLevel>(request.Level.ToString()), request.Budget), O200kTokenCounter.Shared);
        return new ViewResult(
            file.RelativePath,
            Enum.Parse<ViewLevelName>(view.Level.ToString()),
            view.Text,
            view.Tokens,
            O200kTokenCounter.Shared.Count(text),
            view.ElidedBodies,
            view.Note);
    }

    private static string Read(PathResolution.Inside file)
    {
        try
        {
            return File.ReadAllText(file.FullPath);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw WireRefusal.Of(ErrorCodes.InvalidPath, $"{file.RelativePath} cannot be read: {unreadable.Message} Check the path.");
        }
    }
}
