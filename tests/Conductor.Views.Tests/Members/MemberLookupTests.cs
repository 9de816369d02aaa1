using Conductor.Views.CSharp;
using Conductor.Views.Members;
using Xunit;

namespace Conductor.Views.Tests.Members;

public sealed class MemberLookupTests
{
    private const string Source = """
        namespace Shop;

        public class Order
        {
            private int _first, _second;

            /// <summary>Makes one.</summary>
            public Order(int id) { }

            /// <summary>Adds. Twice.</summary>
            [Obsolete]
            public void Add(int number)
            {
                _first += number;
            }

            public void Add(string text, Dictionary<int, string> map = null) { _first++; _second++; }

            public class Line
            {
                public int Total => 1;
            }
        }

        public record Price(decimal Amount);

        """;

    [Theory]
    [InlineData("Order.Line.Total", "        public int Total => 1;\n", 21, 21)]
    [InlineData("Line.Total", "        public int Total => 1;\n", 21, 21)]
    [InlineData("Shop.Order.Line.Total", "        public int Total => 1;\n", 21, 21)]
    [InlineData("Total", "        public int Total => 1;\n", 21, 21)]
    [InlineData("_second", "    private int _first, _second;\n", 5, 5)]
    [InlineData("Price", "public record Price(decimal Amount);\n", 25, 25)]
    [InlineData("5-5", "    private int _first, _second;\n", 5, 5)]
    [InlineData("L25-99", "public record Price(decimal Amount);\n", 25, 25)]
    [InlineData("Order.Order", "    /// <summary>Makes one.</summary>\n    public Order(int id) { }\n", 7, 8)]
    public void A_member_or_lines_are_given_to_the_byte(string query, string text, int first, int last)
    {
        var found = Assert.IsType<LookupResult.Found>(Find(query));

        Assert.Equal((text, first, last), (found.Text, found.FirstLine, found.LastLine));
        Assert.Equal(MemberSnapshot.Hash(text), found.Hash);
    }

    [Theory]
    [InlineData("Order.Add(int)", 10)]
    [InlineData("Add(int number)", 10)]
    [InlineData("Add( string , Dictionary<int,string> )", 17)]
    public void An_overload_is_told_by_its_parameters_and_comes_with_documentation_and_attributes(string query, int first) =>
        Assert.Equal(first, Assert.IsType<LookupResult.Found>(Find(query)).FirstLine);

    [Fact]
    public void A_type_is_given_with_all_its_members() =>
        Assert.Equal((3, 23), Assert.IsType<LookupResult.Found>(Find("Order")) is var found ? (found.FirstLine, found.LastLine) : default);

    [Fact]
    public void Several_members_of_one_name_are_refused_with_the_lines_of_each() =>
        Assert.Equal(
            "'Order.Add' is 2 members of 'a.cs'. Ask for the lines of the one you mean: 10-15 (Order: public void Add(int number)), "
            + "17-17 (Order: public void Add(string text, Dictionary<int, string> map = null)).",
            Refused("Order.Add"));

    [Theory]
    [InlineData("Order.Tota", "There is no member 'Order.Tota' in 'a.cs'. There are Order.Line.Total.")]
    [InlineData("Nothing", "There is no member 'Nothing' in 'a.cs'. Read the file at level outline to see what there is.")]
    [InlineData("99-100", "'a.cs' has no lines 99-100. Give the first and the last line, counted from 1, the first one within the file.")]
    [InlineData("3-2", "'a.cs' has no lines 3-2. Give the first and the last line, counted from 1, the first one within the file.")]
    public void What_is_not_there_is_refused_with_what_there_is(string query, string message) => Assert.Equal(message, Refused(query));

    [Fact]
    public void A_text_that_is_no_code_has_lines_alone()
    {
        Assert.IsType<LookupResult.Found>(MemberLookup.Find("a.txt", "one\ntwo\n", null, "2-2"));
        Assert.Contains("Ask for lines", Assert.IsType<LookupResult.Refused>(MemberLookup.Find("a.txt", "one", null, "one")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_of_the_file_or_of_the_member_is_taken()
    {
        var file = Snapshot(Source).ShownHash;
        var member = Assert.IsType<LookupResult.Found>(Find("Total")).Hash[..8];

        Assert.IsType<LookupResult.Found>(Find("Total", file));
        Assert.IsType<LookupResult.Found>(Find("Total", member));
        Assert.IsType<LookupResult.Found>(Find("Total", string.Empty));
    }

    [Fact]
    public void Another_hash_is_refused_with_what_changed()
    {
        var now = Source.Replace("=> 1;", "=> 2;", StringComparison.Ordinal).Replace("record Price", "record Cost", StringComparison.Ordinal);

        var refused = Assert.IsType<LookupResult.Refused>(
            MemberLookup.Find("a.cs", now, Outline(now), "Total", Snapshot(Source).ShownHash, Snapshot(Source)));

        Assert.Equal(
            $"'a.cs' is no longer @{Snapshot(Source).ShownHash}; it is @{Snapshot(now).ShownHash} now (changed: Order.Line.Total; added: Cost; gone: Price). "
            + "Read what you need of it again.",
            refused.Message);
    }

    [Fact]
    public void Another_hash_of_a_file_never_seen_is_refused_too() =>
        Assert.Contains("is no longer @00000000", Assert.IsType<LookupResult.Refused>(Find("Total", "00000000")).Message, StringComparison.Ordinal);

    private static LookupResult Find(string query, string? hash = null) => MemberLookup.Find("a.cs", Source, Outline(Source), query, hash);

    private static string Refused(string query) => Assert.IsType<LookupResult.Refused>(Find(query)).Message;

    private static SourceOutline Outline(string text) => CSharpOutline.Read("a.cs", text, []);

    private static MemberSnapshot Snapshot(string text) => MemberSnapshot.Of(text, Outline(text));
}
