namespace Conductor.Viewer;

/// <summary>What a command says, as the last thing it does, of what nobody foresaw.</summary>
public static class Failures
{
    /// <summary>Says what went wrong, and gives the exit code for it.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> ExplainAsync(Exception failure, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(error);
        switch (failure)
        {
            case OperationCanceledException:
                return ExitCodes.Stopped;
            case IOException or UnauthorizedAccessException:
                await error.WriteLineAsync($"{failure.Message} Check the path and its permissions, then try again.");
                return ExitCodes.BadInput;
            default:
                await error.WriteLineAsync($"Conductor broke: {failure.Message} What was recorded is safe; try again, and report this with the lines below.");
                await error.WriteLineAsync(failure.ToString());
                return ExitCodes.BadInput;
        }
    }
}
