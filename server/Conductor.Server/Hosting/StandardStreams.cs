#pragma warning disable RS0030 // This is the one place that touches the process's standard streams.

namespace Conductor.Server.Hosting;

/// <summary>The process's standard streams, taken once at the start.</summary>
internal static class StandardStreams
{
    /// <summary>
    /// Takes standard input and output for the wire. From then on whatever a library prints goes to standard error, so that frames are the
    /// only thing on standard output.
    /// </summary>
    public static (Stream Input, Stream Output) TakeForWire()
    {
        Stream input = Console.OpenStandardInput();
        Stream output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        Console.SetIn(TextReader.Null);
        return (input, output);
    }

    /// <summary>Standard output as text, for the command line; UTF-8 without a byte order mark, flushed by line.</summary>
    public static TextWriter Output => Console.Out;

    /// <summary>Standard error as text: the log, and the command line's messages.</summary>
    public static TextWriter Error => Console.Error;

    /// <summary>Standard input as text.</summary>
    public static TextReader Input => Console.In;

    /// <summary>A person can be asked: input is a terminal, and so is output.</summary>
    public static bool IsInteractive => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Calls back on each Ctrl+C instead of ending the process.</summary>
    public static void OnInterrupt(Action interrupted) => Console.CancelKeyPress += (_, press) =>
    {
        press.Cancel = true;
        interrupted();
    };
}
