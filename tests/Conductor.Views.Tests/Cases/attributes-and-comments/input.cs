/* Licence: do what you like. */
using System;

/// <summary>
/// Does things.
/// </summary>
[Serializable, Obsolete("no { braces }")]
public class Things
{
    [ThreadStatic] private static int _count; // trailing

    /// <returns>One.</returns>
    [return: NotNull]
    [Theory(typeof(List<>), new[] { 1, 2 }, Name = nameof(One))]
    public int One([CallerMemberName] string name = "//", in int x = default) // why
    {
        return 1;
    }

    public int Two(
        int first, // the first
        int second /* the second */)
    {
        return first + second;
    } // end of Two

    public int Three() /* three */ => 3; // after three

    public int Four() // four
        => 4;

    public void Five(string url = "http://example.org")
    {
    }

    // Last words.
}
