namespace Conductor.Views.CSharp.Bodies;

/// <summary>
/// A text as the parser gets to see it: bodies that it would find nothing wrong in are blank, which saves most of its time. Every character that stays is where it was, so that what is
/// read of it holds for the text itself, provided that each blank body was taken for the body of a member (<see cref="WasTaken"/>) and nothing is wrong with the rest.
/// For one reading, single-threaded.
/// </summary>
internal sealed class BlankBodies
{
    private readonly string _whole;
    private readonly List<BlankBody> _bodies;
    private int _taken;

    private BlankBodies(string whole, List<BlankBody> bodies)
    {
        _whole = whole;
        _bodies = bodies;
        Text = string.Create(whole.Length, (whole, bodies), static (blank, state) =>
        {
            state.whole.CopyTo(blank);
            foreach (var body in state.bodies)
            {
                body.Blank(blank);
            }
        });
    }

    /// <summary>As long as the text itself.</summary>
    public string Text { get; }

    /// <summary>Whether every blank body was taken for one.</summary>
    public bool AreAllTaken => _taken == _bodies.Count;

    /// <param name="earlier">Of a text that may be much like this one; what comes out is the same without it, and takes longer.</param>
    /// <returns>Null where no body can be blank.</returns>
    public static BlankBodies? Of(string text, BlankBodies? earlier = null)
    {
        var bodies = earlier?.After(text) ?? new BodyFinder(text).Find();
        return bodies.Count == 0 ? null : new BlankBodies(text, bodies);
    }

    /// <summary>To be told of each body of a member, in the order of the text.</summary>
    public void WasTaken(int start, int end)
    {
        if (_taken < _bodies.Count && _bodies[_taken].Span == new SourceSpan(start, end))
        {
            _taken++;
        }
    }

    /// <summary>The bodies of a text that is different within one of them alone: the others are as they were.</summary>
    /// <returns>Null for any other text.</returns>
    private List<BlankBody>? After(string text)
    {
        var (start, end, endBefore) = TextDifference.Between(_whole, text);
        var index = _bodies.FindIndex(body => body.Span.Start < start && endBefore < body.Span.End);
        if (index < 0)
        {
            return null;
        }

        var (body, by) = (_bodies[index], text.Length - _whole.Length);
        var changed = body with { Span = body.Span with { End = body.Span.End + by } };
        var reader = new BodyReader(text);
        reader.GoTo(body.Span.Start);
        return end < changed.Span.End && BlankBody.IsKnown(ref reader, text, body.IsArrow, body.IsAsync, body.IsAccessor) && reader.End == changed.Span.End
            ? [.. _bodies[..index], changed, .. _bodies[(index + 1)..].Select(later => later with { Span = new SourceSpan(later.Span.Start + by, later.Span.End + by) })]
            : null;
    }
}
