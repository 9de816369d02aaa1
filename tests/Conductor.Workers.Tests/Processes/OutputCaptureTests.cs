using System.Text;
using Conductor.Workers.Processes;
using Xunit;

namespace Conductor.Workers.Tests.Processes;

public sealed class OutputCaptureTests
{
    [Fact]
    public void What_fits_is_kept_whole()
    {
        var capture = new OutputCapture(8);
        Append(capture, "abc", "defgh");
        Assert.Equal("abcdefgh", capture.Text());
    }

    [Fact]
    public void Of_a_long_output_the_head_and_the_tail_are_kept_and_the_rest_is_counted()
    {
        var capture = new OutputCapture(8);
        Append(capture, "head", "1234567", "890", "tail");
        Assert.Equal("head\n… 10 bytes left out …\ntail", capture.Text());
    }

    [Fact]
    public void A_character_is_not_cut_in_two()
    {
        var capture = new OutputCapture(8);
        Append(capture, "abc€", "middle", "€xy");
        Assert.Equal("abc\n… 12 bytes left out …\nxy", capture.Text());
    }

    private static void Append(OutputCapture capture, params string[] pieces)
    {
        foreach (var piece in pieces)
        {
            capture.Append(Encoding.UTF8.GetBytes(piece));
        }
    }
}
