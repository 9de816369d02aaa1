namespace Conductor.Viewer;

/// <summary>Why a file that a person named could not be read, in words for that person.</summary>
public static class UnreadableFile
{
    /// <summary>One sentence, with what to do.</summary>
    /// <param name="given">The path as the person wrote it.</param>
    /// <param name="fullPath">The same, absolute.</param>
    public static string Describe(string given, string fullPath, Exception failure) => failure switch
    {
        _ when Directory.Exists(fullPath) => $"{given} cannot be read: it is a folder. Name a file in it.",
        FileNotFoundException or DirectoryNotFoundException => $"{given} cannot be read: there is no such file. Check the path.",
        UnauthorizedAccessException => $"{given} cannot be read: you are not allowed to. Check its permissions.",
        _ => $"{given} cannot be read: {failure.Message} Check the path.",
    };
}
