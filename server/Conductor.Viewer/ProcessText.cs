#pragma warning disable RS0030 // Standard output and error as text, of a process that has no wire.

namespace Conductor.Viewer;

/// <summary>The process's standard output and error as text, for the command line.</summary>
public static class ProcessText
{
    /// <summary>Standard output: UTF-8 without a byte order mark where it is no terminal, flushed by line.</summary>
    public static TextWriter Output { get; } = Console.IsOutputRedirected
        ? TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true })
        : Console.Out;

    /// <summary>Standard error: messages for people.</summary>
    public static TextWriter Error => Console.Error;
}
