using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conductor.Views.CSharp;

/// <summary>
/// Walks the members of a file, never their bodies: what is left out need not be looked at, which keeps the walk a small part
/// of the parse. For one file, single-threaded.
/// </summary>
internal sealed class OutlineCollector(string text, HotMarks hotMarks, MemberSink sink)
{
    public ImmutableArray<SourceMember> Collect(CompilationUnitSyntax root)
    {
        VisitMembers(root.Members, new Place(string.Empty, 0, IsHot: false));
        return sink.Members();
    }

    private void VisitMembers(SyntaxList<MemberDeclarationSyntax> members, Place place)
    {
        // Types nested deeper than the stack holds are left as they are.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return;
        }

        foreach (var member in members)
        {
            Visit(member, place);
        }
    }

    private void Visit(MemberDeclarationSyntax member, Place place)
    {
        switch (member)
        {
            case NamespaceDeclarationSyntax space:
                sink.Add(space, place, space.Name.ToString(), SourceMemberKind.Namespace, Head(space.OpenBraceToken, space));
                VisitMembers(space.Members, place with { Depth = place.Depth + 1, IsHot = false });
                return;
            case FileScopedNamespaceDeclarationSyntax space:
                sink.Add(space, place, space.Name.ToString(), SourceMemberKind.Namespace, space.SemicolonToken.Span.End);
                VisitMembers(space.Members, place with { IsHot = false });
                return;
            case GlobalStatementSyntax statement:
                sink.AddStatement(statement, place, hotMarks.IsHot(statement));
                return;
            case TypeDeclarationSyntax type:
                VisitType(type, place with { IsHot = place.IsHot || hotMarks.IsHot(type) });
                return;
            case EnumDeclarationSyntax @enum:
                sink.Add(@enum, place, @enum.Identifier.ValueText, SourceMemberKind.Enum, @enum.Span.End);
                return;
        }

        VisitLeaf(member, place with { IsHot = place.IsHot || hotMarks.IsHot(member) });
    }

    private void VisitLeaf(MemberDeclarationSyntax member, Place place)
    {
        var (name, kind) = MemberName.Of(member);
        switch (member)
        {
            case BaseMethodDeclarationSyntax method:
                sink.AddAnonymousBodies((method as ConstructorDeclarationSyntax)?.Initializer);
                sink.AddBody(method.Body);
                if (method.ExpressionBody is { } arrow)
                {
                    sink.AddBody(arrow, method.SemicolonToken);
                }

                break;
            case PropertyDeclarationSyntax property:
                AddAccessors(property.AccessorList);
                if (property.ExpressionBody is { } shown)
                {
                    sink.AddBody(shown, property.SemicolonToken);
                }

                if (property.Initializer is { } initializer)
                {
                    sink.AddInitializer(initializer, property.SemicolonToken);
                }

                break;
            case IndexerDeclarationSyntax indexer:
                AddAccessors(indexer.AccessorList);
                if (indexer.ExpressionBody is { } indexed)
                {
                    sink.AddBody(indexed, indexer.SemicolonToken);
                }

                break;
            case EventDeclarationSyntax @event:
                AddAccessors(@event.AccessorList);
                break;
            case BaseFieldDeclarationSyntax field:
                foreach (var variable in field.Declaration.Variables)
                {
                    if (variable.Initializer is { } value)
                    {
                        sink.AddInitializer(value, field.SemicolonToken);
                    }
                }

                break;
        }

        sink.Add(member, place, name, kind, null);
    }

    private void VisitType(TypeDeclarationSyntax type, Place place)
    {
        var name = type.Identifier.ValueText;
        var isExtension = name.Length == 0;
        sink.AddAnonymousBodies(type.BaseList);
        sink.Add(type, place, isExtension ? type.Keyword.ValueText : name, isExtension ? SourceMemberKind.Namespace : SourceMemberKind.Type, Head(type.OpenBraceToken, type));

        // Whoever uses a member of an extension block names it by the class around the block.
        var container = isExtension ? place.Container : place.Container.Length == 0 ? name : $"{place.Container}.{name}";
        VisitMembers(type.Members, new Place(container, place.Depth + 1, place.IsHot));
    }

    private void AddAccessors(AccessorListSyntax? list)
    {
        foreach (var accessor in list?.Accessors ?? default)
        {
            sink.AddBody(accessor.Body);
            if (accessor.ExpressionBody is { } arrow)
            {
                sink.AddBody(arrow, accessor.SemicolonToken);
            }
        }
    }

    /// <summary>Where the head of a declaration with members ends.</summary>
    private int Head(SyntaxToken openBrace, MemberDeclarationSyntax member) =>
        openBrace.IsKind(SyntaxKind.OpenBraceToken) && !openBrace.IsMissing
            ? BodyGap.Start(text, openBrace.SpanStart)
            : member.Span.End;

    /// <summary>What is around a member.</summary>
    internal readonly record struct Place(string Container, int Depth, bool IsHot);
}
