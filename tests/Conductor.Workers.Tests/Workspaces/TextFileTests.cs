using System.Text;
using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Workspaces;

public sealed class TextFileTests
{
    [Fact]
    public void Bytes_that_are_not_utf8_are_kept()
    {
        byte[] bytes = [0x61, 0xE9, 0xFF, 0x0A];
        var file = Read(bytes);
        Assert.Equal(bytes, file.Bytes());
    }

    [Fact]
    public void A_character_the_old_encoding_cannot_hold_makes_the_file_utf8()
    {
        var file = Read([0x61, 0xE9, 0x0A]);
        Assert.Equal("aé→\n", Encoding.UTF8.GetString((file with { Text = "aé→\n" }).Bytes()));
    }

    [Fact]
    public void Utf16_stays_utf16_with_its_mark()
    {
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a\r\n")];
        var file = Read(bytes);
        Assert.Equal("a\r\n", file.Text);
        Assert.Equal(bytes, file.Bytes());
    }

    [Fact]
    public void A_zero_byte_makes_it_binary() => Assert.Null(TextFile.Decode([0x61, 0x00, 0x62]));

    private static TextFile Read(byte[] bytes)
    {
        var file = TextFile.Decode(bytes);
        Assert.NotNull(file);
        return file;
    }
}
