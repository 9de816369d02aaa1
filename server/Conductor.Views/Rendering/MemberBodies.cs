namespace Conductor.Views.Rendering;

/// <summary>All that may be left out of a member, in the order of the text.</summary>
internal static class MemberBodies
{
    public static IEnumerable<SourceSpan> Of(SourceMember member) =>
        member.Body is { } body ? member.FurtherBodies.IsEmpty ? [body] : [body, .. member.FurtherBodies] : [];
}
