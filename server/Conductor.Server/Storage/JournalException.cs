namespace Conductor.Server.Storage;

/// <summary>The journal cannot be read or written. The message is for a person and says what to do next.</summary>
public sealed class JournalException : Exception
{
    /// <summary>With what happened and what to do.</summary>
    public JournalException(string message)
        : base(message)
    {
    }

    /// <summary>With what happened, what to do, and the cause.</summary>
    public JournalException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Without words; only for serialisers.</summary>
    public JournalException()
    {
    }
}
