namespace Conductor.Workers.Loop;

/// <summary>
/// Streams what a model says as whole lines of text: without the blank lines that many models begin and end with, and ended by one line
/// break. Used by one call; not thread-safe.
/// </summary>
internal sealed class LiveText(IAttemptPort port)
{
    // White space that is said only when something follows it.
    private string _held = "";
    private bool _hasBegun;

    /// <summary>The next piece, as it comes.</summary>
    public void Say(string piece)
    {
        var text = _held + piece;
        var said = text.TrimEnd();
        _held = text[said.Length..];
        said = _hasBegun ? said : said.TrimStart();
        if (said.Length > 0)
        {
            _hasBegun = true;
            port.Output(said);
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        if (_hasBegun)
        {
            port.Output("\n");
        }
    }
}
