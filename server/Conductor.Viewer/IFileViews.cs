using Conductor.Views;

namespace Conductor.Viewer;

/// <summary>Makes the views that <see cref="ShownFiles"/> shows, with what is known of what stands around a file.</summary>
public interface IFileViews
{
    /// <summary>The view of one file.</summary>
    /// <param name="request">Its text, and what the order says of every file; the path is relative to the current folder.</param>
    Task<FileView> ViewAsync(ViewRequest request, ViewOrder order);
}
