namespace Conductor.Server.Effects;

/// <summary>What a command wrote last: what went wrong is said there.</summary>
internal static class OutputEnd
{
    /// <summary>So many characters at most, after a sign that more came before.</summary>
    public static string Of(string output, int most) => output.Length <= most ? output : string.Concat("…", output.AsSpan(output.Length - most));
}
