using System.Collections.Concurrent;
using Conductor.Workers.Models.Providers.Calls;

namespace Conductor.Workers.Models.Providers;

/// <summary>
/// One <see cref="HttpClient"/> for each provider, for as long as this lives, which is as long as the process. Safe to use from many threads.
/// Proxies are the environment's. Clients have no time limit: a model may think for minutes before its first byte, and whoever reads
/// the answer cuts one that is idle.
/// </summary>
/// <param name="wrap">
/// Gets an account and the handler that its client sends through, and gives what is used in its place; called once per account.
/// </param>
/// <param name="transport">Makes what is under each client in place of sockets; null for sockets.</param>
public sealed class ProviderHttp(Func<string, HttpMessageHandler, HttpMessageHandler>? wrap = null, Func<HttpMessageHandler>? transport = null) : IDisposable
{
    /// <summary>How long it may take to connect, the certificate's check included.</summary>
    public static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    /// <summary>After which an idle process asks for a provider's address again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Lazy<HttpClient>> _clients = new(StringComparer.Ordinal);

    /// <summary>The provider's client.</summary>
    /// <param name="account">Whose key its calls carry; see <see cref="IModelProvider.Account"/>.</param>
    public HttpClient For(string account) => _clients.GetOrAdd(account, name => new Lazy<HttpClient>(() => Create(name))).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private HttpClient Create(string account)
    {
        var handler = new PulseHandler(transport?.Invoke() ?? Sockets());
        return new HttpClient(wrap?.Invoke(account, handler) ?? handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Redirects are not followed: a key goes to the address that a person set, and nowhere else.</summary>
    private static SocketsHttpHandler Sockets() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = ConnectLimit,
        // A stopped call closes its connection at once, in place of reading what may still come for two seconds.
        ResponseDrainTimeout = TimeSpan.Zero,
        PooledConnectionLifetime = ConnectionLifetime,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
    };
}
