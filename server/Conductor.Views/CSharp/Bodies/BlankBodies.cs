namespace Conductor.Views.CSharp.Bodies;

/// <summary>
/// A text as the parser gets to see it: bodies that it would find nothing wrong in are blank, which saves most of its time. Every character that stays is where it was, so that what is
/// read of it holds for the text itself, provided that each blank body was taken for the body of a member (<see cref="WasTaken"/>) and nothing is wrong with the rest.
/// For one reading, single-threaded.
/// </summary>
internal sealed class BlankBodies
{
    private readonly List<SourceSpan> _bodies;
    private int _taken;

    private BlankBodies(string text, List<SourceSpan> bodies)
    {
        Text = text;
        _bodies = bodies;
    }

    /// <summary>As long as the text itself.</summary>
    public string Text { get; }

    /// <summary>Whether every blank body was taken for one.</summary>
    public bool AreAllTaken => _taken == _bodies.Count;

    /// <summary>Null where no body can be blank.</summary>
    public static BlankBodies? Of(string text)
    {
        var bodies = new BodyFinder(text).Find();
        return bodies.Count == 0 ? null : new BlankBodies(
            string.Create(text.Length, (text, bodies), static (blank, state) =>
            {
                state.text.CopyTo(blank);
                foreach (var body in state.bodies)
                {
                    var inside = blank[(body.Start + 1)..(body.End - 1)];
                    if (inside.IsEmpty)
                    {
                        continue;
                    }

                    var isArrow = inside[0] == '>' && blank[body.Start] == '=';
                    inside[(isArrow ? 1 : 0)..].Fill(' ');
                    if (isArrow)
                    {
                        inside[1] = '_';
                    }
                }
            }),
            bodies);
    }

    /// <summary>To be told of each body of a member, in the order of the text.</summary>
    public void WasTaken(int start, int end)
    {
        if (_taken < _bodies.Count && _bodies[_taken] == new SourceSpan(start, end))
        {
            _taken++;
        }
    }
}
