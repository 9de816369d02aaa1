using Conductor.Views;
using Conductor.Workers.Outlines;
using Xunit;

namespace Conductor.Workers.Tests.Outlines;

/// <summary>The real helper, started once for the tests of a class. On a busy machine it may take its time.</summary>
public sealed class RunningHelper : IAsyncDisposable
{
    public NodeOutlines Outlines { get; } = new(
        new OutlineSetup(CaseFiles.Script) { StartLimit = TimeSpan.FromMinutes(1), TextLimit = TimeSpan.FromMinutes(1) }, TimeProvider.System);

    public async Task<SourceOutline> ReadAsync(string path, string text)
    {
        var reading = await Outlines.ReadAsync(path, text, TestContext.Current.CancellationToken);
        return Assert.IsType<OutlineReading.Read>(reading).Declarations;
    }

    public ValueTask DisposeAsync() => Outlines.DisposeAsync();
}
