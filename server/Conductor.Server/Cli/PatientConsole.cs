using Spectre.Console;
using Spectre.Console.Rendering;

namespace Conductor.Server.Cli;

/// <summary>A terminal whose person may take hours to answer: it is a console as any other, but looks seldom for keys while none is typed.</summary>
internal sealed class PatientConsole(IAnsiConsole inner, TimeProvider time) : IAnsiConsole
{
    /// <summary>The terminal of this process. Apart, so that a process nobody sits at never loads the terminal library.</summary>
    public static IAnsiConsole OfProcess() => new PatientConsole(AnsiConsole.Console, TimeProvider.System);

    public Profile Profile => inner.Profile;

    public IAnsiConsoleCursor Cursor => inner.Cursor;

    public IAnsiConsoleInput Input { get; } = new PatientInput(inner.Input, time);

    public IExclusivityMode ExclusivityMode => inner.ExclusivityMode;

    public RenderPipeline Pipeline => inner.Pipeline;

    public void Clear(bool home) => inner.Clear(home);

    public void Write(IRenderable renderable) => inner.Write(renderable);

    public void WriteAnsi(Action<AnsiWriter> action) => inner.WriteAnsi(action);
}
