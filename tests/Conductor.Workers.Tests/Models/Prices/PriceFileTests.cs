using Conductor.Workers.Models.Prices;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Tests.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Models.Prices;

public sealed class PriceFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private PriceFile Prices => new(Path.Combine(_folder.FullPath, "prices.json"));

    private static decimal? Input(PriceTable? table) =>
        table?.FactsOf(ProviderTable.Standard.Find("openai") ?? throw new InvalidOperationException("There is no openai."), "gpt-5").Price?.Input;

    private void Write(int input, int day)
    {
        _folder.Write("prices.json", $$"""{"asOf":"2026-01-02","models":[{"provider":"openai","model":"gpt-5","input":{{input}},"output":1}]}""");
        File.SetLastWriteTimeUtc(Path.Combine(_folder.FullPath, "prices.json"), new DateTime(2026, 1, day, 0, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public void Without_a_file_Conductor_s_own_prices_hold()
    {
        var table = new PriceFile(null).Table(out var problem);

        Assert.Same(PriceTable.Own, table);
        Assert.Null(problem);
    }

    [Fact]
    public void A_file_is_read_again_when_it_has_changed()
    {
        var prices = Prices;
        Write(41, day: 1);
        var first = Input(prices.Table(out _));
        Write(42, day: 2);

        Assert.Equal((41, 42), (first, Input(prices.Table(out _))));
    }

    [Fact]
    public void Another_file_that_is_named_holds_from_the_next_look()
    {
        string? named = null;
        var prices = PriceFile.At(() => named);
        Write(41, day: 1);
        var before = prices.Table(out _);

        named = Path.Combine(_folder.FullPath, "prices.json");

        Assert.Same(PriceTable.Own, before);
        Assert.Equal(41, Input(prices.Table(out _)));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => Missing("prices.json");

    [Fact]
    public void A_file_with_mistakes_is_not_used_and_all_of_them_are_named()
    {
        _folder.Write("prices.json", """{"asOf":"soon","models":[{"provider":"openai"}]}""");

        Missing("$.asOf", "$.models[0].model", "CONDUCTOR_PRICES");
    }

    private void Missing(params string[] said)
    {
        var table = Prices.Table(out var problem);

        Assert.Null(table);
        Assert.All(said, part => Assert.Contains(part, problem, StringComparison.Ordinal));
    }
}
