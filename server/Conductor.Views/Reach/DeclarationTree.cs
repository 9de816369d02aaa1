using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Conductor.Views.Reach;

/// <summary>
/// The declarations of a file as a tree that is there only while somebody holds a node of it: it takes many times the memory of its text, from which it is parsed again when it is asked for.
/// As long as any of its nodes is held there is no other root, so nodes of two of them never meet. Thread-safe.
/// </summary>
internal sealed class DeclarationTree : CSharpSyntaxTree
{
    private readonly WeakReference<CSharpSyntaxNode> _root;
    private readonly SourceText _source;

    /// <param name="path">Of the file.</param>
    /// <param name="source">A text that the parser finds no fault with.</param>
    /// <param name="parsed">The root that it parses to.</param>
    public DeclarationTree(string path, SourceText source, CSharpParseOptions options, CSharpSyntaxNode parsed)
    {
        (FilePath, _source, Options) = (path, source, options);
        _root = new WeakReference<CSharpSyntaxNode>(CloneNodeAsRoot(parsed));
    }

    /// <inheritdoc/>
    public override CSharpParseOptions Options { get; }

    /// <inheritdoc/>
    public override string FilePath { get; }

    /// <inheritdoc/>
    public override Encoding? Encoding => null;

    /// <inheritdoc/>
    public override int Length => _source.Length;

    /// <inheritdoc/>
    public override bool HasCompilationUnitRoot => true;

    /// <inheritdoc/>
    public override SourceText GetText(CancellationToken cancellationToken = default) => _source;

    /// <inheritdoc/>
    public override bool TryGetText([NotNullWhen(true)] out SourceText? text)
    {
        text = _source;
        return true;
    }

    /// <inheritdoc/>
    public override CSharpSyntaxNode GetRoot(CancellationToken cancellationToken = default)
    {
        lock (_root)
        {
            if (!_root.TryGetTarget(out var root))
            {
                root = CloneNodeAsRoot((CSharpSyntaxNode)ParseText(_source, Options, cancellationToken: cancellationToken).GetRoot(cancellationToken));
                _root.SetTarget(root);
            }

            return root;
        }
    }

    /// <inheritdoc/>
    public override bool TryGetRoot([NotNullWhen(true)] out CSharpSyntaxNode? root) => _root.TryGetTarget(out root);

    /// <inheritdoc/>
    public override SyntaxReference GetReference(SyntaxNode node) => new Place(this, node);

    /// <inheritdoc/>
    public override SyntaxTree WithRootAndOptions(SyntaxNode root, ParseOptions options) => Create((CSharpSyntaxNode)root, (CSharpParseOptions)options, FilePath, Encoding);

    /// <inheritdoc/>
    public override SyntaxTree WithFilePath(string path) => new DeclarationTree(path, _source, Options, GetRoot());

    /// <summary>Where a node stands, without holding it.</summary>
    private sealed class Place(DeclarationTree tree, SyntaxNode node) : SyntaxReference
    {
        private readonly int _kind = node.RawKind;

        public override SyntaxTree SyntaxTree => tree;

        public override TextSpan Span { get; } = node.Span;

        public override SyntaxNode GetSyntax(CancellationToken cancellationToken = default)
        {
            var root = tree.GetRoot(cancellationToken);
            return _kind == root.RawKind ? root : Meant(root.FindToken(Span.Start).Parent) ?? throw new InvalidOperationException($"Nothing of kind {(SyntaxKind)_kind} stands at {Span} of {tree.FilePath}.");
        }

        private SyntaxNode? Meant(SyntaxNode? innermost) => innermost?.AncestorsAndSelf().FirstOrDefault(node => node.RawKind == _kind && node.Span == Span);
    }
}
