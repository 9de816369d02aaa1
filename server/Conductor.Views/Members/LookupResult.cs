namespace Conductor.Views.Members;

/// <summary>What came of looking for a member or for lines.</summary>
public abstract record LookupResult
{
    private LookupResult()
    {
    }

    /// <summary>It is there.</summary>
    /// <param name="Name">The member's full name with its types, or the lines.</param>
    /// <param name="Text">The file's own text, byte for byte: documentation, attributes, declaration and body.</param>
    /// <param name="FirstLine">Counted from 1.</param>
    /// <param name="LastLine">Counted from 1; the line that the text ends on.</param>
    /// <param name="Hash">XXH128 of the text, 32 lower-case hexadecimal digits.</param>
    public sealed record Found(string Name, string Text, int FirstLine, int LastLine, string Hash) : LookupResult;

    /// <summary>It is not given.</summary>
    /// <param name="Message">Why, and what to do next.</param>
    public sealed record Refused(string Message) : LookupResult;
}
