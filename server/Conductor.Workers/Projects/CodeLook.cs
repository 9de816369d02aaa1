using System.Collections.Immutable;
using Conductor.Views;
using Conductor.Views.Reach;

namespace Conductor.Workers.Projects;

/// <summary>One look at a workspace's code: what a view needs to know of other files. All questions together wait for one limit.</summary>
public sealed class CodeLook
{
    /// <summary>A view never waits longer for what stands in other files.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(150);

    private const int FewestTokens = 300;
    private const int MostTokens = 1_500;

    private const string Unknown = "USES and USED BY of other files are not known";

    private readonly WorkspaceCode? _code;
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly long _began;

    /// <param name="limit">Negative for none.</param>
    internal CodeLook(WorkspaceCode? code, TimeProvider time, TimeSpan limit)
    {
        _code = code;
        _time = time;
        _limit = limit;
        _began = time.GetTimestamp();
    }

    /// <summary>A look at nothing: views say what stands in their own file.</summary>
    public static CodeLook None { get; } = new(null, TimeProvider.System, Limit);

    /// <summary>The symbols that <c>#if</c> finds defined in a C# file.</summary>
    public ImmutableArray<string> ConstantsOf(string path) => _code is not null && IsCSharp(path) ? _code.FactsOf(path).Constants : [];

    /// <summary>The request with what the project defines, and with the other parts of partial types as far as they are known.</summary>
    public async Task<ViewRequest> CompleteAsync(ViewRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_code is null || !IsCSharp(request.Path))
        {
            return request;
        }
        request = request with { Constants = ConstantsOf(request.Path) };
        return request.Text.Contains("partial", StringComparison.Ordinal) && await WithinAsync(_code.PartsAsync(request.Path), cancellationToken) is { Value: { } parts }
            ? request with { OtherParts = [.. parts] }
            : request;
    }

    /// <summary>What the shown bodies use of other files, and who uses them.</summary>
    /// <param name="view">Of a C# file; of any other there is nothing to say.</param>
    /// <param name="text">The whole text that the view is of.</param>
    /// <param name="budgetTokens">The most tokens.</param>
    public async Task<NeighbourText> AroundAsync(FileView view, string text, int budgetTokens, ITokenCounter counter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (_code is null || !IsCSharp(view.Path) || view.Shown.IsEmpty)
        {
            return NeighbourText.Empty;
        }
        return await WithinAsync(_code.NeighboursAsync(view.Path, text, view.Shown), cancellationToken) switch
        {
            { Value: { } neighbours } => NeighbourText.Of(neighbours, budgetTokens, counter),
            { Problem: var problem } => NeighbourText.Saying($"{Unknown}: {problem}.", budgetTokens, counter),
            null => NeighbourText.Saying($"{Unknown} yet: the code is still being read. Look again in a moment.", budgetTokens, counter),
        };
    }

    /// <summary>The most tokens for what is around a view: a third of its own, in bounds, so that a small file does not come with a longer appendix.</summary>
    public static int TokensFor(FileView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Math.Clamp(view.Tokens / 3, FewestTokens, MostTokens);
    }

    /// <summary>A view's text with what is around it behind it, together within the budget.</summary>
    /// <param name="budgetTokens">The most tokens of both; null for no limit.</param>
    public async Task<string> WithAroundAsync(FileView view, string text, int? budgetTokens, ITokenCounter counter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(counter);

        // Tokens reach over the seam, so the sum can be off by one, and the whole is counted.
        var room = Math.Min(TokensFor(view), budgetTokens - view.Tokens - 1 ?? int.MaxValue);
        var shown = (await AroundAsync(view, text, room, counter, cancellationToken)).Behind(view.Text);
        return shown.Length > view.Text.Length && budgetTokens is { } budget && counter.Count(shown) > budget ? view.Text : shown;
    }

    private static bool IsCSharp(string path) => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);

    /// <returns>Null when it takes longer; it goes on for whoever asks next.</returns>
    private async Task<CodeAnswer<T>?> WithinAsync<T>(Task<CodeAnswer<T>> answer, CancellationToken cancellationToken)
        where T : class
    {
        if (answer.IsCompleted)
        {
            return await answer;
        }
        if (_limit < TimeSpan.Zero)
        {
            return await answer.WaitAsync(cancellationToken);
        }
        var left = _limit - _time.GetElapsedTime(_began);
        try
        {
            return left <= TimeSpan.Zero ? null : await answer.WaitAsync(left, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
