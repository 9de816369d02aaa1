using Microsoft.Data.Sqlite;

namespace Conductor.Server.Storage;

/// <summary>Says what is wrong with a journal, and what to do about it, by what SQLite (or the disk) said.</summary>
internal static class JournalTrouble
{
    // Primary result codes: https://www.sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>The exception for a person.</summary>
    /// <param name="path">The journal's file.</param>
    public static JournalException Of(string path, Exception failure) => failure switch
    {
        JournalException known => known,
        SqliteException { SqliteErrorCode: var code } sqlite => new JournalException(Describe(path, code, sqlite.Message.TrimEnd('.')), failure),
        _ => new JournalException($"The journal {path} cannot be written: {failure.Message} Check the disk and the folder's permissions, then try again.", failure),
    };

    /// <summary>A journal that was in use and is not there any more.</summary>
    public static JournalException Gone(string path) => new(
        $"The journal {path} is no longer there: the folder was moved or deleted, or the file was. Put it back where it was, or open the folder where it is now. To begin with an empty one, restart the engine.");

    private static string Describe(string path, int code, string message) => code switch
    {
        Busy or Locked => $"The journal {path} is locked by another program. Close what has it open (a database viewer, a backup), then try again.",
        ReadOnly => $"The journal {path} is read-only. Give yourself the right to write it and its folder, then try again.",
        Full => $"The disk is full, so the journal {path} cannot be written. Free some space, then try again.",
        InputOutput => $"The disk failed while the journal {path} was used ({message}). Check the disk and its free space, then try again.",
        Corrupt or NotADatabase => $"The journal {path} is damaged ({message}). Put a backup in its place, or move it away, with its -wal and -shm files, to begin with an empty one, and restart the engine; tracks and files are not touched by that.",
        CannotOpen => $"The journal {path} cannot be opened. Check that its folder is there and that you may write it, then try again.",
        _ => $"The journal {path} cannot be used: {message}. Close other programs that hold it, check the disk, then try again.",
    };
}
