using Conductor.Viewer.Projects;
using Conductor.Views;

namespace Conductor.Viewer;

/// <summary>Views of C# files by themselves: of other files only the project's are read, for the symbols that <c>#if</c> finds defined.</summary>
/// <param name="folder">The current folder: absolute, every link resolved, as the system gives it.</param>
public sealed class PlainViews(string folder) : IFileViews
{
    private readonly ProjectFiles _projects = new(folder);

    /// <summary>Whether this is all that an order needs: C# files alone, and nothing of what stands around them.</summary>
    public static bool Suffice(ViewOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return !order.Around && order.Files.All(file => file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public Task<FileView> ViewAsync(ViewRequest request, ViewOrder order)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(ViewBuilder.Build(request with { Constants = _projects.FactsOf(request.Path).Constants }, O200kTokenCounter.Shared));
    }
}
