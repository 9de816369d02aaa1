using Conductor.Views.Rendering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conductor.Views.CSharp;

/// <summary>Turns the bodies of members into spans, in the order of the text, and passes over those that must stay.</summary>
internal sealed class BodySpanSink(string text, bool isBroken)
{
    /// <summary>An initialiser of more lines is left out; shorter ones say more than a mark would.</summary>
    private const int LongestInitializerLines = 3;

    private readonly List<BodySpan> _spans = [];
    private int _statementsEnd = -1;

    public IReadOnlyList<BodySpan> Spans => _spans;

    /// <summary>Whether the member at hand is marked; holds for the spans added from now on.</summary>
    public bool IsHot { get; set; }

    public void AddBody(BlockSyntax? block, ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon)
    {
        if (block is not null && SafeElision.IsSafe(block, isBroken))
        {
            Add(block.SpanStart, block.Span.End, BodyKind.Body);
        }

        if (arrow is not null && SafeElision.IsSafe(arrow, isBroken) && SafeElision.IsSafe(semicolon))
        {
            Add(arrow.SpanStart, semicolon.Span.End, BodyKind.Body);
        }
    }

    public void AddInitializer(EqualsValueClauseSyntax? initializer)
    {
        if (initializer is null)
        {
            return;
        }

        var span = initializer.Span;
        if (text.AsSpan(span.Start, span.Length).Count('\n') < LongestInitializerLines)
        {
            AddAnonymousBodies(initializer);
        }
        else if (SafeElision.IsSafe(initializer, isBroken))
        {
            Add(span.Start, span.End, BodyKind.Initializer);
        }
    }

    /// <summary>The blocks of lambdas in an expression that stays.</summary>
    public void AddAnonymousBodies(SyntaxNode? expression)
    {
        // Hardly any of them holds a brace, and looking at the text is cheaper than making the nodes.
        if (expression is null || !text.AsSpan(expression.SpanStart, expression.Span.Length).Contains('{'))
        {
            return;
        }

        foreach (var node in expression.DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax { Block: not null }))
        {
            if (node is AnonymousFunctionExpressionSyntax function)
            {
                AddBody(function.Block, null, default);
            }
        }
    }

    /// <summary>Top-level statements that follow each other are one body.</summary>
    public void AddStatement(GlobalStatementSyntax statement, bool isHot)
    {
        if (!SafeElision.IsSafe(statement, isBroken))
        {
            return;
        }

        var span = statement.Span;
        if (_spans.Count > 0 && _statementsEnd == statement.FullSpan.Start)
        {
            var run = _spans[^1];
            _spans[^1] = run with { End = span.End, IsHot = run.IsHot || isHot };
        }
        else
        {
            _spans.Add(new BodySpan(span.Start, span.End, BodyKind.Body, isHot));
        }

        _statementsEnd = statement.FullSpan.End;
    }

    private void Add(int start, int end, BodyKind kind) => _spans.Add(new BodySpan(BodyGap.Start(text, start), end, kind, IsHot));
}
