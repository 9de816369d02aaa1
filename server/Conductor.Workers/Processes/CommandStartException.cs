namespace Conductor.Workers.Processes;

/// <summary>A command that could not be started. The message is written for the worker and says what to do.</summary>
public sealed class CommandStartException : Exception
{
    /// <summary>With no message; the other constructors say more.</summary>
    public CommandStartException()
    {
    }

    /// <summary>With what happened and what to do.</summary>
    public CommandStartException(string message) : base(message)
    {
    }

    /// <summary>With what happened, what to do, and the cause.</summary>
    public CommandStartException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
