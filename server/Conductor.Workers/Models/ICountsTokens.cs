using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>A client whose provider counts tokens itself; a client that has it gives it as a service. Thread-safe.</summary>
public interface ICountsTokens
{
    /// <summary>How many tokens this would be as input, by the provider's own count. It costs nothing but is a request.</summary>
    /// <exception cref="ModelCallException">It was not counted.</exception>
    Task<long> CountTokensAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default);
}
