using System.Text;
using Conductor.Views.Tokens;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.Tokenizers;
using Xunit;

namespace Conductor.Views.Tests.Tokens;

/// <summary>Our counts are those of the tokenizer whose vocabulary it is.</summary>
public sealed class O200kPiecesTests
{
    private static readonly O200kVocabulary Vocabulary = O200kVocabulary.Load();
    private static readonly TiktokenTokenizer Tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");

    private static readonly string[] Pieces =
    [
        " ", "  ", "\t", "\n", "\r\n", "\r", "\u00A0", "\u2003", "\u2028", "'s", "'LL", "'ſ", "//", "/", ";\n//", "{ … L12-34 }", "0", "12345", "٣", "½", "Ⅻ", "a", "É", "ß", "ǅ",
        "日本語", "한국어", "สวัสดี", "नमस्ते", "e\u0301", "😀", "👩‍👩‍👧", "\uD83D", "\uDE00", "\uFFFD", "\uFEFF", "\0", "<|endof", "public ", "HTTPServer", "snake_case",
        "    return x;\n", "/// <summary>", "===", "!!!!!!!!!!!!!!!!", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "1e-9f",
    ];

    public static TheoryData<string> RealFiles => new(Repository.RealFiles.Where((path, index) => index % 8 == 0 || path.Contains("TestFiles", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void A_real_file_has_as_many(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));

        AssertSame(text);
    }

    [Fact]
    public void Any_string_has_as_many() => Prop
        .ForAll(ArbMap.Default.ArbFor<string>(), text => AssertSame(text ?? string.Empty))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Texts_of_pieces_that_are_hard_to_part_have_as_many() => Prop
        .ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var text = string.Concat(new Random(seed).GetItems(Pieces, 40));
            AssertSame(text);
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(1_000_000));

    /// <summary>The tokenizer gives one token, or the text's own, by what it has counted before; no server takes a user's text for more than text.</summary>
    [Fact]
    public void What_looks_like_a_special_token_counts_as_its_text()
    {
        const string Name = "endofprompt";

        Assert.Equal(7, O200kPieces.Count(Vocabulary, $"<|{Name}|>"));
    }

    [Fact]
    public void Words_of_any_bytes_have_as_many() => Prop
        .ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (var length = random.Next(1, 300); length > 0; length--)
            {
                text.Append((char)(random.Next(4) == 0 ? random.Next(0x80, 0xFFFF) : random.Next('a', 'z' + 1)));
            }

            AssertSame(text.ToString());
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(1_000_000));

    [Fact]
    public void The_stretches_of_a_text_add_up_to_it() => Prop
        .ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            // A break behind every other piece, so that there are many places to part it.
            var text = string.Join('\n', new Random(seed).GetItems(Pieces, 400).Chunk(2).Select(pieces => string.Concat(pieces)));
            List<string> stretches = [];
            foreach (var stretch in new Stretches(text))
            {
                stretches.Add(stretch.ToString());
            }

            Assert.Equal(text, string.Concat(stretches));
            Assert.Equal(O200kPieces.Count(Vocabulary, text), stretches.Sum(stretch => O200kPieces.Count(Vocabulary, stretch)));
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(1_000_000));

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void A_real_file_has_as_many_in_stretches(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));

        Assert.Equal(Tokenizer.CountTokens(text), O200kTokenCounter.Shared.Count(text));
    }

    // Half a character is counted as what is sent in its place.
    private static void AssertSame(string text) =>
        Assert.Equal(Tokenizer.CountTokens(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))), O200kPieces.Count(Vocabulary, text));
}
