using System.Runtime.InteropServices;
using Conductor.Viewer;

namespace Conductor.Front;

/// <summary>The managed program beside this one, which does everything.</summary>
internal static partial class Engine
{
    private const string Name = "conductor-engine";

    // The numbers of both are the same wherever there is such a signal.
    private const int BrokenPipe = 13;
    private const nint Default = 0;

    /// <summary>Makes this process the engine: the same id, streams, folder and environment, and another program. Returns only when that cannot be.</summary>
    /// <param name="arguments">The engine's.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Become(string[] arguments)
    {
        // The folder of this program itself, wherever the link stands that a person called.
        string path = Path.Combine(AppContext.BaseDirectory, Name);

        // The runtime of this program ignores it, and what is ignored stays so in the program that follows, and in all that it starts.
        _ = Handle(BrokenPipe, Default);
        _ = Execute(path, [path, .. arguments, null]);
        string why = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        ProcessText.Error.WriteLine($"Conductor's engine, {path}, cannot be started: {why}. Install Conductor again.");
        return ExitCodes.BadInput;
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Handle(int signal, nint handler);

    /// <returns>Only when it fails.</returns>
    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Execute(string path, string?[] arguments);
}
