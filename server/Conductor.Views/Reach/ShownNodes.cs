using Microsoft.CodeAnalysis;

namespace Conductor.Views.Reach;

/// <summary>The nodes of the shown parts of a file, each once, in the order of the text.</summary>
internal static class ShownNodes
{
    /// <param name="shown">In the order of the text.</param>
    public static IEnumerable<SyntaxNode> Of(SyntaxTree tree, IReadOnlyList<SourceSpan> shown, CancellationToken cancellationToken)
    {
        return tree.GetRoot(cancellationToken)
            .DescendantNodes(node => shown.Any(span => span.Start < node.FullSpan.End && node.FullSpan.Start < span.End))
            .Where(node => shown.Any(span => span.Start <= node.SpanStart && node.Span.End <= span.End));
    }
}
