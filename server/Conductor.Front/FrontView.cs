using Conductor.Viewer;
using Conductor.Views;

namespace Conductor.Front;

/// <summary>Shows C# files at this process's terminal.</summary>
internal static class FrontView
{
    /// <summary>Never throws.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> ShowAsync(ViewOrder order)
    {
        // It takes longer than to parse a large file, and is needed only then. What goes wrong with it is said by whoever counts.
        _ = Task.Run(O200kTokenCounter.Shared.Prepare);
        try
        {
            string folder = Directory.GetCurrentDirectory();
            return await new ShownFiles(ProcessText.Output, ProcessText.Error, folder, new PlainViews(folder)).ShowAsync(order);
        }
        catch (Exception failure)
        {
            return await Failures.ExplainAsync(failure, ProcessText.Error);
        }
    }
}
