using System.Text.RegularExpressions;
using Conductor.Server.Landing;
using Xunit;

namespace Conductor.Server.Tests.Landing;

public sealed partial class BranchNamesTests
{
    private static readonly string[] Ids =
    [
        "t-1", "T-1", "t_1", "t 1", "t--1", "-t-1", "t-1-", "", "-", "...", "チケット", "チケッ", "con", "CON", "com1", "nul", "a.lock", "a..b", "a/b", "a\\b", "a@{b", "a~1", "x.", "ä", "é",
        new('a', 40), new('a', 41), new('a', 42), $"{new string('a', 39)}-", "a-b", "a-b-c", "b-c", "integration", "t", "t-1-integration", ".conductor/tracks/checkout.track.json",
        ".conductor/tracks/checkout.track.json#checkout", "other/checkout.track.json", "checkout",
    ];

    [Fact]
    public void A_plain_id_is_its_own_slug()
    {
        Assert.Equal("conductor/checkout/t/add-tax-2", BranchNames.Ticket("checkout", "add-tax-2"));
        Assert.Equal("conductor/checkout/integration", BranchNames.Integration("checkout"));
        Assert.Equal("checkout--add-tax-2--3", BranchNames.TreeFolder("checkout", "add-tax-2", 3));
        Assert.Equal("checkout--integration", BranchNames.LandingFolder("checkout"));
    }

    [Theory]
    [InlineData(".conductor/tracks/checkout.track.json", "^checkout-[0-9a-f]{10}$")]
    [InlineData(".conductor/tracks/old-name.track.json#Checkout", "^checkout-[0-9a-f]{10}$")]
    public void A_track_is_named_by_what_its_file_says_or_is_called(string trackId, string name) => Assert.Matches(name, BranchNames.Track(trackId));

    [Fact]
    public void Every_slug_is_a_name_for_git_and_for_every_system()
    {
        string[] offenders = [.. Ids.Select(IdSlug.Of).Where(slug => !Valid().IsMatch(slug) || slug.Length > IdSlug.MostCharacters)];

        Assert.Empty(offenders);
        Assert.DoesNotContain("con", Ids.Select(IdSlug.Of));
    }

    [Fact]
    public void No_two_ids_share_a_slug_also_when_one_is_written_as_the_slug_of_another()
    {
        string[] ids = [.. Ids.Concat(Ids.Select(IdSlug.Of)).Concat(Ids.Select(IdSlug.Of).Select(IdSlug.Of)).Distinct()];

        Assert.Equal(ids.Length, ids.Select(IdSlug.Of).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void No_two_tickets_share_a_branch_or_a_folder()
    {
        string[] ids = [.. Ids.Distinct()];
        var names = (from track in ids from ticket in ids from attempt in new[] { 1, 11 } select BranchNames.TreeFolder(track, ticket, attempt)).ToList();
        names.AddRange(ids.Select(BranchNames.LandingFolder));
        var branches = (from track in ids from ticket in ids select BranchNames.Ticket(track, ticket)).Concat(ids.Select(BranchNames.Integration)).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(branches.Count, branches.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Valid();
}
