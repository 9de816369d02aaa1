using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Tests.Rpc;
using Conductor.Views;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;
using Conductor.Workers.Processes;
using Conductor.Workers.Projects;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Server.Tests.Effects;

public sealed class SpawnComposerTests : IAsyncDisposable
{
    private readonly TestWorkspace _workspace = new();
    private readonly WorkspaceCode _code;

    public SpawnComposerTests()
    {
        _workspace.Write("Money.cs", "public static class Money\n{\n    public static int Of(int amount) => amount;\n}\n");
        _workspace.Write("Till.cs", "public partial class Till\n{\n    public int Ring(int price) => Money.Of(price);\n}\n");
        _workspace.Write("Till.More.cs", "public partial class Till { }\n");
        _code = new WorkspaceCode(WorkspaceRoot.Open(_workspace.Root), TimeProvider.System, _ => { }, () => true);
    }

    public async ValueTask DisposeAsync()
    {
        await _code.DisposeAsync();
        _workspace.Dispose();
    }

    [Fact]
    public async Task The_first_file_is_followed_by_what_stands_around_it_as_a_piece_of_its_own()
    {
        SpawnProposal proposal = await ComposeAsync(_code.LookPatiently);

        Assert.Contains("### Around Till.cs", proposal.Prompt, StringComparison.Ordinal);
        Assert.Contains("//     3: public static int Money.Of(int amount)", proposal.Prompt, StringComparison.Ordinal);
        Assert.Contains(proposal.Pieces, piece => piece is { Kind: "around", Name: "Till.cs", Tokens: > 0 });
    }

    [Fact]
    public async Task Where_nothing_is_known_yet_of_other_files_the_piece_says_so_and_not_that_it_is()
    {
        var time = new FakeTimeProvider();
        await using var code = new WorkspaceCode(WorkspaceRoot.Open(_workspace.Root), time, _ => { }, () => true);
        CodeLook late = code.Look();
        time.Advance(CodeLook.Limit);

        SpawnProposal proposal = await ComposeAsync(() => late);

        PromptPiece around = Assert.Single(proposal.Pieces, piece => piece.Kind == "around");
        Assert.Contains("are not known yet", proposal.Prompt, StringComparison.Ordinal);
        Assert.Equal("what its shown code uses of other files is not known: the lines say why; a prompt that is made anew later may have more", around.Detail);
    }

    [Fact]
    public async Task The_views_of_a_prompt_are_built_once_with_what_stands_around_and_its_basis_alike()
    {
        _workspace.Write("Till.cs", "public class Till\n{\n    public int Ring(int price) => Money.Of(price);\n}\n");
        var counter = new ViewCounter();

        await ComposeAsync(_code.LookPatiently, counter);

        Assert.Equal(1, counter.Views);
    }

    [Fact]
    public async Task That_more_is_known_around_the_files_is_no_reason_to_ask_again()
    {
        SpawnProposal without = await ComposeAsync(() => CodeLook.None);
        SpawnProposal with = await ComposeAsync(_code.LookPatiently);

        Assert.NotEqual(without.Prompt, with.Prompt);
        Assert.Equal(without.BasisHash, with.BasisHash);
    }

    [Fact]
    public async Task That_the_file_itself_has_changed_is_one()
    {
        SpawnProposal before = await ComposeAsync(_code.LookPatiently);
        _workspace.Write("Till.cs", "public partial class Till\n{\n    public int Ring(int price) => Money.Of(price + 1);\n}\n");

        Assert.NotEqual(before.BasisHash, (await ComposeAsync(_code.LookPatiently)).BasisHash);
    }

    private Task<SpawnProposal> ComposeAsync(Func<CodeLook> look, ITokenCounter? counter = null)
    {
        var tools = new ToolContext(WorkspaceRoot.Open(_workspace.Root), new CommandRunner(TimeProvider.System), counter ?? O200kTokenCounter.Shared, TimeProvider.System, CommandLimits.Default) { Look = look };
        var models = new ChatModels(new ModelSources(_workspace.Root, _workspace.Root, O200kTokenCounter.Shared, TimeProvider.System));
        var definition = new TicketDefinition("T-1", "Look at the till.") { ContextRequirements = ["Till.cs"] };
        var attempt = new AttemptState(1, AttemptPhase.Preparing, definition);
        return new SpawnComposer(new WorkerEnvironment(tools, models)).ComposeAsync(
            TrackState.Empty, new TicketState(definition) { Attempt = attempt }, attempt, "demo", TestContext.Current.CancellationToken);
    }

    /// <summary>Notes how often the view of the till is counted, as it is with each building.</summary>
    private sealed class ViewCounter : ITokenCounter
    {
        public int Views { get; private set; }

        public int Count(string text)
        {
            Views += text.Contains("class Till", StringComparison.Ordinal) && !text.Contains("```", StringComparison.Ordinal) ? 1 : 0;
            return O200kTokenCounter.Shared.Count(text);
        }
    }
}
