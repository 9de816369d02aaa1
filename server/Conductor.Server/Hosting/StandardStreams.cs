#pragma warning disable RS0030 // This is the one place that touches the process's standard streams.

using System.Runtime.InteropServices;

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

    /// <summary>Standard output as text, for the command line.</summary>
    public static TextWriter Output => ProcessText.Output;

    /// <summary>Standard error as text: the log, and the command line's messages.</summary>
    public static TextWriter Error => Console.Error;

    /// <summary>A person can be asked: input is a terminal, and so is output.</summary>
    public static bool IsInteractive => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Calls back on each Ctrl+C, and when the system asks the process to end, instead of ending it; until disposed.</summary>
    public static IDisposable OnInterrupt(Action interrupted)
    {
        PosixSignalRegistration[] registrations =
            [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
        return new Registrations(registrations);

        void Handle(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted();
        }
    }

    private sealed class Registrations(PosixSignalRegistration[] registrations) : IDisposable
    {
        public void Dispose()
        {
            foreach (PosixSignalRegistration registration in registrations)
            {
                registration.Dispose();
            }
        }
    }
}
