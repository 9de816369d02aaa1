using System.Collections.Immutable;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;

namespace Conductor.Server.Tests.Features.Models;

/// <summary>Tests of keys and models through the wire, over providers of the test's.</summary>
public abstract class ModelsTestBase : RpcTestBase
{
    /// <summary>Nobody's key; a test that finds it anywhere has found a leak.</summary>
    private protected const string Key = "planted-key-1f2e3d";

    private protected ImmutableDictionary<string, string> Variables { get; set; } = ImmutableDictionary<string, string>.Empty;

    private protected Task ServeAsync(params StubProvider[] providers) => ServeAsync(new ConductorSettings(Model: "cloud:one"), providers);

    private protected Task ServeAsync(ConductorSettings settings, params StubProvider[] providers)
    {
        Seams = StubProvider.Seams(Variables, providers);
        return StartAsync(settings);
    }

    private protected async Task<KeySourceName> SetKeyAsync(string provider, string? key) =>
        (await Client.AskAsync<SecretState>("conductor/secrets/set", new SetSecretParams(provider, key))).KeySource;

    private protected async Task<IReadOnlyList<ProviderInfo>> ListAsync(string? provider = null, bool? ask = null) =>
        (await Client.AskAsync<ModelList>("conductor/models/list", new ListModelsParams(provider, ask))).Providers;

    private protected async Task<ProviderInfo> LookAsync(string provider, bool? ask = null) => (await ListAsync(provider, ask))[0];

    private protected Task<ModelTestResult> TryAsync(string? model = null, string? provider = null) =>
        Client.AskAsync<ModelTestResult>("conductor/models/test", new TestModelParams(model, provider));
}
