using Conductor.Views;

namespace Conductor.CrashHost.Host;

/// <summary>Counts words: nothing here depends on how many tokens a text has.</summary>
internal sealed class WordCounter : ITokenCounter
{
    public int Count(string text) => text.Split(' ').Length;
}
