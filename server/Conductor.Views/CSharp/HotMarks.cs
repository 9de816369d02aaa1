using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Conductor.Views.CSharp;

/// <summary>
/// Where a file says that a body matters: a comment with <c>[HOT]</c> before or in a member, or an attribute named
/// <c>CoreLogic</c> on it. On a type it holds for all members of the type.
/// </summary>
internal sealed class HotMarks
{
    private const string CommentMark = "[HOT]";
    private const string AttributeName = "CoreLogic";

    /// <summary>Looking one mark up takes time in proportion to the comments around it; nobody marks this often.</summary>
    private const int MostComments = 1_000;

    private readonly List<int> _comments;
    private readonly bool _hasAttributes;

    public HotMarks(string text, SyntaxNode root)
    {
        // Most files have no mark at all, and a search of the text is far cheaper than one of the tree.
        _comments = FindComments(text, root);
        _hasAttributes = text.Contains(AttributeName, StringComparison.Ordinal);
    }

    /// <summary>Whether a member other than a type is marked, before it, in it or behind it on its last line.</summary>
    public bool IsHot(MemberDeclarationSyntax member) => HasComment(member.FullSpan) || HasAttribute(member);

    /// <summary>Whether a type is marked: before it or up to its opening brace; a mark in a member is the member's.</summary>
    public bool IsHot(BaseTypeDeclarationSyntax type)
    {
        var headEnd = type.OpenBraceToken.FullSpan.Length > 0 ? type.OpenBraceToken.FullSpan.End : type.FullSpan.End;
        return HasComment(TextSpan.FromBounds(type.FullSpan.Start, headEnd)) || HasAttribute(type);
    }

    private static List<int> FindComments(string text, SyntaxNode root)
    {
        List<int> positions = [];
        for (var at = text.IndexOf(CommentMark, StringComparison.Ordinal);
            at >= 0 && positions.Count < MostComments;
            at = text.IndexOf(CommentMark, at + CommentMark.Length, StringComparison.Ordinal))
        {
            if (IsComment(root.FindTrivia(at)))
            {
                positions.Add(at);
            }
        }

        return positions;
    }

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind()
        is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;

    private bool HasComment(TextSpan span)
    {
        if (_comments.Count == 0)
        {
            return false;
        }

        var index = _comments.BinarySearch(span.Start);
        index = index < 0 ? ~index : index;
        return index < _comments.Count && _comments[index] < span.End;
    }

    private bool HasAttribute(MemberDeclarationSyntax member) =>
        _hasAttributes && member.AttributeLists.Any(list => list.Attributes.Any(attribute => IsMark(attribute.Name)));

    private static bool IsMark(NameSyntax name)
    {
        var simple = name switch
        {
            QualifiedNameSyntax qualified => qualified.Right,
            AliasQualifiedNameSyntax aliased => aliased.Name,
            _ => name as SimpleNameSyntax,
        };
        return simple?.Identifier.ValueText is AttributeName or AttributeName + "Attribute";
    }
}
