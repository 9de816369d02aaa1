using System.Collections.Immutable;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class RevertTests
{
    private static readonly FileVersion Old = new(FileKind.File, "old");
    private static readonly FileVersion New = new(FileKind.File, "new");
    private static readonly FileVersion Other = new(FileKind.File, "other");

    [Fact]
    public void A_running_ticket_is_not_reverted_but_a_paused_one_is()
    {
        Scenario track = Changed();

        track.When(Revert(New)).ThenRefused(RefusalCode.WrongState, "A is being worked on", "Pause the run or cancel the ticket");
        Offers(track);

        track.When(new TrackCommand.PauseRun(PauseCause.Person));
        Offers(track, TicketAct.Revert);
        track.When(Revert(New)).Then(new TrackEvent.RevertStarted("A", 1, IsUndo: false, IsForced: false, "tree", [new FileTransition("a.cs", New, Old)]));
    }

    [Fact]
    public void A_ticket_that_changed_nothing_has_nothing_to_revert() =>
        Scenario.Of(Make.Ticket("A")).When(Revert(null)).ThenRefused(RefusalCode.WrongState, "A has changed no file", "Undo the revert", "run the ticket");

    [Fact]
    public void A_change_that_was_not_kept_says_what_to_do_instead() =>
        Scenario.Running(Make.Ticket("A")).Spawn("A").Given(new TrackEvent.FileChanged("A", 1, "1", "a.cs", "old")).Complete("A")
            .When(Revert(New)).ThenRefused(RefusalCode.WrongState, "was not kept", "by hand or with git");

    [Fact]
    public void A_file_that_is_back_already_has_not_moved() =>
        Changed().Complete("A").When(Revert(Old)).Then(new TrackEvent.RevertStarted("A", 1, IsUndo: false, IsForced: false, "tree", [new FileTransition("a.cs", Old, Old)]));

    [Fact]
    public void A_file_that_moved_is_refused_with_its_name_and_what_stands_there_is_what_undoing_brings_back()
    {
        Scenario track = Changed().Complete("A").When(Revert(Other));

        track.ThenRefused(RefusalCode.FilesMoved, "a.cs (changed since)", "force");
        Assert.Equal(["a.cs"], track.Refusal?.Files ?? []);

        track.When(Revert(Other, isForced: true)).When(new TrackCommand.FinishRevert("A", 1, IsUndo: false));
        Assert.Equal([new FileTransition("a.cs", Old, Other)], RevertDecisions.Goal(track.State.Tickets["A"].Files, isUndo: true));
        Offers(track, TicketAct.UndoRevert);
    }

    [Fact]
    public void Undoing_gives_the_ticket_its_changes_again()
    {
        Scenario track = Changed().Complete("A");
        TicketFiles before = track.State.Tickets["A"].Files;

        track.When(Revert(New)).When(new TrackCommand.FinishRevert("A", 1, IsUndo: false));
        Assert.True(track.State.Tickets["A"].Files.IsEmpty);
        track.When(Revert(Old, isUndo: true)).When(new TrackCommand.FinishRevert("A", 1, IsUndo: true));

        Assert.Equal(before.Spans, track.State.Tickets["A"].Files.Spans);
        Offers(track, TicketAct.Revert);
    }

    [Fact]
    public void A_revert_that_was_interrupted_can_be_completed_and_undone()
    {
        Scenario track = Changed().Complete("A").When(Revert(New));

        Offers(track, TicketAct.Revert, TicketAct.UndoRevert);
        track.When(Revert(Old)).Then(new TrackEvent.RevertStarted("A", 1, IsUndo: false, IsForced: false, "tree", [new FileTransition("a.cs", New, Old)]));
        track.When(Revert(Old, isUndo: true)).Then(new TrackEvent.RevertStarted("A", 1, IsUndo: true, IsForced: false, "tree", [new FileTransition("a.cs", Old, New)]));
    }

    [Fact]
    public void An_end_without_a_beginning_is_refused() =>
        Changed().Complete("A").When(new TrackCommand.FinishRevert("A", 1, IsUndo: false)).ThenRefused(RefusalCode.WrongState, "No revert of A is under way");

    [Fact]
    public void What_the_ticket_changes_after_a_revert_ends_the_chance_to_undo_it()
    {
        Scenario track = Changed().Complete("A").When(Revert(New)).When(new TrackCommand.FinishRevert("A", 1, IsUndo: false));

        track.Given(new TrackEvent.FilesChanged("A", 2, "1", [new FileTransition("b.cs", null, New)]));

        Offers(track, TicketAct.Revert);
        track.When(Revert(Old, isUndo: true)).ThenRefused(RefusalCode.WrongState, "no revert of A that can be undone", "revert those first");
    }

    [Fact]
    public void A_file_that_others_changed_between_two_changes_needs_force()
    {
        Scenario track = Changed().Given(new TrackEvent.FilesChanged("A", 1, "2", [new FileTransition("a.cs", Other, New)])).Complete("A");

        track.When(Revert(New)).ThenRefused(RefusalCode.FilesMoved, "others changed it in between");
    }

    private static TrackCommand.BeginRevert Revert(FileVersion? found, bool isUndo = false, bool isForced = false) =>
        new("A", isUndo, isForced, "tree", [new FileObservation("a.cs", found)]);

    /// <summary>A worker that has changed one file and goes on.</summary>
    private static Scenario Changed() =>
        Scenario.Running(Make.Ticket("A")).Spawn("A").Given(new TrackEvent.FilesChanged("A", 1, "1", [new FileTransition("a.cs", Old, New)]));

    private static void Offers(Scenario track, params TicketAct[] acts) => Assert.Equal(
        acts, TicketPhases.Acts(track.State, track.State.Tickets["A"]).Where(act => act is TicketAct.Revert or TicketAct.UndoRevert).ToImmutableArray());
}
