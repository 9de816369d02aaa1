using Conductor.Views;
using Conductor.Workers.Projects;
using Conductor.Workers.Tests.Workspaces;
using Conductor.Workers.Workspaces;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Workers.Tests.Projects;

public sealed class WorkspaceCodeTests : IAsyncLifetime
{
    private const string Money = "namespace Shop;\npublic static class Money\n{\n    public static decimal Of(decimal amount) => amount;\n}\n";
    private const string Till = "namespace Shop;\npublic class Till\n{\n    public decimal Ring(decimal price) => Money.Of(price);\n}\n";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _log = [];
    private WorkspaceCode _code = null!;

    public ValueTask InitializeAsync()
    {
        _folder.Write("src/Money.cs", Money);
        _folder.Write("src/Till.cs", Till);
        _code = new WorkspaceCode(WorkspaceRoot.Open(_folder.FullPath), _time, _log.Add, () => true);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _code.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_view_says_what_its_bodies_use_and_who_uses_them()
    {
        Assert.Contains("//     4: public static decimal Money.Of(decimal amount)", await AroundAsync("src/Till.cs", Till), StringComparison.Ordinal);
        Assert.Contains("//     4: Till.Ring: public decimal Ring(decimal price) => Money.Of(price);", await AroundAsync("src/Money.cs", Money), StringComparison.Ordinal);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task Types_of_the_framework_are_known_where_no_package_was_restored_whichever_assembly_names_them()
    {
        const string Reader = "using System.Linq;\nusing System.Xml.Linq;\nclass Reader\n{\n    void Read(string[] words) => Say.It(new XDocument(), words.OrderBy(word => word.Length).First());\n}\n";
        _folder.Write("src/Say.cs", "using System.Xml.Linq;\nclass Say\n{\n    public static void It(int number, string word) { }\n    public static void It(XDocument document, string word) { }\n    public static void It(XDocument document, int number) { }\n}\n");
        _folder.Write("src/Reader.cs", Reader);

        string around = await AroundAsync("src/Reader.cs", Reader);

        Assert.Contains("//     5: public static void Say.It(XDocument document, string word)", around, StringComparison.Ordinal);
        Assert.DoesNotContain("int number", around, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_has_changed_since_is_read_again_and_one_that_is_gone_is_gone()
    {
        await AroundAsync("src/Money.cs", Money);
        _folder.Write("src/Shop.cs", "namespace Shop;\nclass Counter\n{\n    decimal Two() => Money.Of(2);\n}\n");
        File.Delete(_folder.At("src/Till.cs"));

        _time.Advance(TimeSpan.FromSeconds(2));
        var around = await AroundAsync("src/Money.cs", Money);

        Assert.Contains("Counter.Two", around, StringComparison.Ordinal);
        Assert.DoesNotContain("Till", around, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_time_is_over_the_view_goes_without_and_says_so_and_the_next_one_has_it()
    {
        var late = _code.Look();
        _time.Advance(CodeLook.Limit);

        Assert.Contains("not known yet", await AroundAsync(late, "src/Till.cs", Till), StringComparison.Ordinal);
        Assert.Contains("Money.Of", await AroundAsync("src/Till.cs", Till), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_let_go_of_is_read_again_for_who_asks_next()
    {
        await AroundAsync("src/Till.cs", Till);
        Assert.True(_code.IsKept);

        await _code.LetGoAsync();

        Assert.False(_code.IsKept);
        Assert.Contains("Money.Of", await AroundAsync("src/Till.cs", Till), StringComparison.Ordinal);
        Assert.Empty(_log);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_let_go_of_while_it_is_read_is_not_kept_when_it_has_been_read(bool isAsked)
    {
        Task<string> asked = isAsked ? AroundAsync("src/Till.cs", Till) : Task.FromResult("Money.Of");
        if (!isAsked)
        {
            _code.Prepare();
        }

        await _code.LetGoAsync();

        Assert.Contains("Money.Of", await asked, StringComparison.Ordinal);
        Assert.False(_code.IsKept);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task Other_parts_of_a_partial_type_are_named_in_the_view()
    {
        const string part = "namespace Shop;\npublic partial class Stock\n{\n    int _count;\n}\n";
        _folder.Write("src/Stock.cs", part);
        _folder.Write("src/Stock.More.cs", "namespace Shop;\npublic partial class Stock { void More() { } }\n");

        var request = await _code.Look().CompleteAsync(new ViewRequest("src/Stock.cs", part, ViewLevel.Outline), TestContext.Current.CancellationToken);

        Assert.Contains("Stock is also in src/Stock.More.cs.", ViewBuilder.Build(request, O200kTokenCounter.Shared).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_is_nested_as_deep_as_no_stack_of_a_worker_goes_is_looked_at_all_the_same()
    {
        var chain = string.Concat(Enumerable.Range(0, 4_000).Select(index => $"n == {index} ? {index} : "));
        var deep = $"namespace Shop;\npublic class Deep\n{{\n    public decimal M(int n) => Money.Of({chain}0);\n}}\n";
        _folder.Write("src/Deep.cs", deep);

        var whole = View("src/Deep.cs", deep) with { Shown = [new SourceSpan(0, deep.Length)] };
        var around = await _code.LookPatiently().AroundAsync(whole, deep, 1_000, O200kTokenCounter.Shared, TestContext.Current.CancellationToken);

        Assert.Contains("Money.Of", around.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_cannot_be_read_is_a_sentence_in_the_view_and_a_line_in_the_log()
    {
        await using var broken = new WorkspaceCode(WorkspaceRoot.Open(_folder.Folder("gone")), _time, _log.Add, () => true);
        Directory.Delete(_folder.At("gone"));

        var around = await AroundAsync(broken.Look(), "Till.cs", Till);

        Assert.StartsWith("// USES and USED BY of other files are not known: ", around, StringComparison.Ordinal);
        Assert.Single(_log);
    }

    [Fact]
    public async Task Together_with_the_view_it_stays_within_the_budget()
    {
        var view = View("src/Till.cs", Till);

        var shown = await _code.Look().WithAroundAsync(view, Till, view.Tokens + 20, O200kTokenCounter.Shared, TestContext.Current.CancellationToken);

        Assert.InRange(O200kTokenCounter.Shared.Count(shown), view.Tokens, view.Tokens + 20);
    }

    [Fact]
    public async Task Of_another_language_nothing_is_said() => Assert.Equal("", await AroundAsync("src/till.py", "def ring(): pass\n"));

    private static FileView View(string path, string text) => ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Curated), O200kTokenCounter.Shared);

    private Task<string> AroundAsync(string path, string text) => AroundAsync(_code.Look(), path, text);

    private static async Task<string> AroundAsync(CodeLook look, string path, string text) =>
        (await look.AroundAsync(View(path, text), text, 1_000, O200kTokenCounter.Shared, TestContext.Current.CancellationToken)).Text;
}
