namespace Conductor.Server.Cli;

/// <summary>A command cannot do what it was asked. The message is for a person and says what to do next; it goes to standard error.</summary>
internal sealed class CommandFailedException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Bad input: the commonest failure.</summary>
    public static CommandFailedException BadInput(string message) => new(ExitCodes.BadInput, message);
}
