using System.Collections.Immutable;
using Conductor.Views.CSharp.Bodies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Conductor.Views.CSharp;

/// <summary>Collects members in the order of the text. The bodies of a member are added before the member itself.</summary>
/// <param name="text">The text itself, even where bodies were blank for the parser.</param>
/// <param name="isBroken">The file has syntax errors somewhere.</param>
/// <param name="blank">The bodies that were; null where there were none.</param>
internal sealed class MemberSink(string text, bool isBroken, BlankBodies? blank)
{
    /// <summary>An initialiser of more lines is left out; shorter ones say more than a mark would.</summary>
    private const int LongestInitializerLines = 3;

    /// <summary>Characters of an arrow with its expression, on one line, that a mark in its place would not be shorter than.</summary>
    private const int LongestKeptArrow = 24;

    /// <summary>About what most code has.</summary>
    private const int CharactersPerMember = 300;

    private readonly ImmutableArray<SourceMember>.Builder _members = ImmutableArray.CreateBuilder<SourceMember>((text.Length / CharactersPerMember) + 4);
    private readonly List<SourceSpan> _bodies = [];
    private bool _canElide = true;
    private int _statementsEnd = -1;

    public ImmutableArray<SourceMember> Members() => _members.DrainToImmutable();

    public void AddBody(BlockSyntax? block)
    {
        if (block is null)
        {
            return;
        }

        var span = block.Span;
        blank?.WasTaken(span.Start, span.End);
        if (!IsEmpty(block, span))
        {
            AddBody(span.Start, span.End, SafeElision.IsSafe(block, isBroken));
        }
    }

    public void AddBody(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon)
    {
        var (start, end) = (arrow.SpanStart, semicolon.Span.End);
        blank?.WasTaken(start, end);
        if (!IsShort(start, end))
        {
            AddBody(start, end, SafeElision.IsSafe(arrow, isBroken) && SafeElision.IsSafe(semicolon));
        }
    }

    /// <param name="semicolon">Where it is missing the initialiser may have taken what follows.</param>
    public void AddInitializer(EqualsValueClauseSyntax initializer, SyntaxToken semicolon)
    {
        var span = initializer.Span;
        if (text.AsSpan(span.Start, span.Length).Count('\n') < LongestInitializerLines)
        {
            AddAnonymousBodies(initializer);
        }
        else
        {
            AddBody(span.Start, span.End, SafeElision.IsSafe(initializer, isBroken) && !semicolon.IsMissing);
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
                AddBody(function.Block);
            }
        }
    }

    /// <summary>Adds the member that the bodies added since the last one are of.</summary>
    /// <param name="signatureEnd">Null: where the first body begins, or the end of a member without one.</param>
    public void Add(MemberDeclarationSyntax member, OutlineCollector.Place place, string name, SourceMemberKind kind, int? signatureEnd)
    {
        var (full, span) = (member.FullSpan, member.Span);
        var (start, docs) = LeadingComments.Of(text, full.Start, span.Start);
        var attributes = member.AttributeLists;
        _members.Add(new SourceMember(
            name,
            place.Container,
            kind,
            place.Depth,
            new SourceSpan(start, WholeEnd(start, full, span)),
            signatureEnd ?? (_bodies.Count > 0 ? _bodies[0].Start : span.End),
            _bodies.Count > 0 ? _bodies[0] : null,
            docs,
            place.IsHot,
            _canElide)
        {
            FurtherBodies = _bodies.Count > 1 ? [.. _bodies.Skip(1)] : [],
            SignatureStart = attributes.Count == 0 ? span.Start : StartBehind(attributes[^1]),
            IsPartial = member is TypeDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.PartialKeyword),
        });
        _bodies.Clear();
        _canElide = true;
    }

    /// <summary>Top-level statements that follow each other are one member.</summary>
    public void AddStatement(GlobalStatementSyntax statement, OutlineCollector.Place place, bool isHot)
    {
        var isSafe = SafeElision.IsSafe(statement, isBroken);
        var span = new SourceSpan(statement.SpanStart, statement.Span.End);
        var whole = new SourceSpan(LeadingComments.Of(text, statement.FullSpan.Start, span.Start).Start, 0);
        if (isSafe && _statementsEnd == statement.FullSpan.Start)
        {
            var run = _members[^1];
            span = span with { Start = run.SignatureEnd };
            whole = whole with { Start = run.Whole.Start };
            isHot |= run.IsHot;
            _members.RemoveAt(_members.Count - 1);
        }

        _members.Add(new SourceMember(
            string.Empty,
            place.Container,
            SourceMemberKind.Statements,
            place.Depth,
            whole with { End = WholeEnd(whole.Start, statement.FullSpan, statement.Span) },
            span.Start,
            span,
            IsHot: isHot,
            CanElide: isSafe));
        _statementsEnd = isSafe ? statement.FullSpan.End : -1;
    }

    /// <summary>Nothing is saved by leaving out what is not there; a comment is something.</summary>
    private bool IsEmpty(BlockSyntax block, TextSpan span) =>
        span.Length >= 2 && text.AsSpan(span.Start + 1, span.Length - 2).IsWhiteSpace() && !block.CloseBraceToken.IsMissing;

    private bool IsShort(int start, int end) => end - start <= LongestKeptArrow && !text.AsSpan(start, end - start).Contains('\n');

    /// <summary>Where the declaration goes on behind its attributes; comments and directives may stand between.</summary>
    private int StartBehind(AttributeListSyntax attributes)
    {
        var start = attributes.FullSpan.End;
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return start < text.Length && text[start] is '#' or '/' ? attributes.GetLastToken().GetNextToken().SpanStart : start;
    }

    private int WholeEnd(int start, TextSpan full, TextSpan span)
    {
        var isAlone = (start == 0 || text[start - 1] == '\n') && (full.End == text.Length || text[full.End - 1] == '\n');
        return isAlone ? full.End : span.End;
    }

    private void AddBody(int start, int end, bool isSafe)
    {
        _bodies.Add(new SourceSpan(BodyGap.Start(text, start), end));
        _canElide &= isSafe;
    }
}
