using System.Collections.Immutable;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Tests.Models.Catalog;

/// <summary>A provider that lists what a test says, and makes the client that it says.</summary>
internal sealed class StubProvider(string name, Func<CancellationToken, Task<ImmutableArray<ListedModel>>> list, Func<string, IChatClient>? client = null) : IModelProvider
{
    public string Name => name;

    public string Label => $"{name}'s label";

    public ImmutableArray<string> KeyVariables => [$"{name.ToUpperInvariant()}_KEY"];

    public string? AddressVariable => null;

    public Uri DefaultAddress { get; } = new("http://127.0.0.1:9");

    public bool NeedsKey { get; init; }

    public bool IsLocal => false;

    public int Lists { get; private set; }

    public IChatClient Client(string model, ProviderAccess access) => client?.Invoke(model) ?? throw new InvalidOperationException("No client was expected.");

    public Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken)
    {
        Lists++;
        return list(cancellationToken);
    }
}
