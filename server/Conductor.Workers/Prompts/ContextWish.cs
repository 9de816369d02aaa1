using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Views;

namespace Conductor.Workers.Prompts;

/// <summary>How a file of a ticket's context is to be shown.</summary>
/// <param name="Members">The members whose bodies are shown and no others; empty for as the level has it.</param>
/// <param name="IsLarge">It may take as much room as the first file.</param>
/// <param name="Why">For the person who looks at the gate, in few words.</param>
internal sealed record ContextWish(ViewLevel Level, ImmutableArray<string> Members, bool IsLarge, string Why)
{
    /// <summary>As the ticket says, or else by its place in the list.</summary>
    /// <param name="isFirst">It is the first of the ticket's files.</param>
    public static ContextWish Of(TicketDefinition ticket, string path, bool isFirst) =>
        ticket.ContextViews.FirstOrDefault(view => view.Path == path) switch
        {
            { Members: { IsEmpty: false } members } => new ContextWish(ViewLevel.Curated, members, IsLarge: true, $"chosen: {string.Join(", ", members)}"),
            { Level: { } level } => new ContextWish(LevelOf(level), [], isFirst || level is ContextLevel.Full or ContextLevel.Curated, $"chosen: {LevelNames.Of(LevelOf(level))}"),
            _ => isFirst
                ? new ContextWish(ViewLevel.Curated, [], IsLarge: true, "the ticket's main file")
                : new ContextWish(ViewLevel.Skeleton, [], IsLarge: false, "further context of the ticket"),
        };

    /// <summary>The level a view has reached, in the ticket's words.</summary>
    public static ContextLevel LevelOf(ViewLevel level) => Enum.Parse<ContextLevel>(level.ToString());

    private static ViewLevel LevelOf(ContextLevel level) => Enum.Parse<ViewLevel>(level.ToString());
}
