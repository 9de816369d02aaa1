using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Workspaces;

public sealed class UnfinishedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string[] Names => [.. Directory.EnumerateFiles(_folder.FullPath).Select(file => Path.GetFileName(file))];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_has_no_name_until_it_is_whole_and_then_stands_in_place_of_the_old_one()
    {
        var place = _folder.Write("a.txt", "old");
        using var file = new UnfinishedFile(_folder.FullPath);

        file.Content.Write("new"u8);
        Assert.Equal("old", File.ReadAllText(place));
        Assert.Equal(2, Names.Length);
        file.MoveTo(place);

        Assert.Equal("new", File.ReadAllText(place));
        Assert.Equal(["a.txt"], Names);
    }

    [Fact]
    public void Nothing_is_left_of_one_that_was_given_up_or_could_not_be_put_in_its_place()
    {
        _folder.Folder("taken");
        using (var file = new UnfinishedFile(_folder.FullPath))
        {
            file.Content.Write("new"u8);
            Assert.ThrowsAny<Exception>(() => file.MoveTo(_folder.At("taken")));
        }

        Assert.Empty(Names);
    }

    [Fact]
    public void What_another_process_left_is_told_from_what_is_just_being_written()
    {
        using var file = new UnfinishedFile(_folder.FullPath);
        var own = Assert.Single(Names);

        Assert.Equal((true, false), (UnfinishedFile.Is(own), UnfinishedFile.IsLeftOver(own)));
        Assert.Equal((true, true), (UnfinishedFile.Is("src/.1-a2b.conductor-new"), UnfinishedFile.IsLeftOver("src/.1-a2b.conductor-new")));
        Assert.False(UnfinishedFile.Is("src/notes.conductor-new"));
    }
}
