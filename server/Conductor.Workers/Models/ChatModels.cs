using System.Collections.Concurrent;
using Conductor.Workers.Models.Prices;
using Conductor.Workers.Models.Providers;

namespace Conductor.Workers.Models;

/// <summary>Finds the model that an id names. Safe to use from many workers at once; clients live as long as it does.</summary>
public sealed class ChatModels(ModelSources sources)
{
    private readonly ConcurrentDictionary<string, Served> _served = new(StringComparer.Ordinal);
    private readonly ScriptedModels _scripted = new(sources);
    private readonly PriceFile _prices = sources.Prices();

    /// <summary>Why no provider's model can be used: what is wrong with a person's file of prices, and what to do. Null when nothing is.</summary>
    public string? PriceProblem => _prices.Table(out var problem) is null ? problem : null;

    /// <summary>
    /// Finds a model: <c>demo</c>, <c>script:FILE</c> or <c>provider:model</c>. Nothing is called: that a key is accepted, or that a provider
    /// has the model, shows at its first call.
    /// </summary>
    public ModelResolution Resolve(string modelId)
    {
        var id = ModelId.Parse(modelId);
        var resolution = ResolveOne(id, modelId);
        if (resolution is not ModelResolution.Found { Model: var model } || IsScripted(id)
            || sources.QaModel() is not { } qaId || string.IsNullOrWhiteSpace(qaId))
        {
            return resolution;
        }
        if (qaId.Trim() == ModelSources.NoQaModel)
        {
            return new ModelResolution.Found(model with { Qa = null });
        }
        return ResolveOne(ModelId.Parse(qaId), qaId) switch
        {
            ModelResolution.Found { Model: var qa } => new ModelResolution.Found(model with { Qa = qa.Qa, QaId = qa.Id, QaProvider = qa.Provider, QaFacts = qa.Facts, QaLimits = qa.QaLimits }),
            ModelResolution.Refused { Message: var why, KeyOf: var account } => new ModelResolution.Refused($"The model of tier 4, '{qaId}', cannot be used: {why}", account),
            var other => other,
        };
    }

    /// <summary>
    /// Why an id names nothing that could be called, whoever asks: no such provider, no such script. Keys are not looked at, as a track file is
    /// right on a machine without them; nothing is made.
    /// </summary>
    /// <returns>Null when it names something.</returns>
    public string? WhyUnknown(string modelId)
    {
        var id = ModelId.Parse(modelId);
        return id.Name.Length > 0 && !IsScripted(id) && sources.Providers().Find(id.Provider) is not null
            ? null
            : ResolveOne(id, modelId) is ModelResolution.Refused { Message: var message } ? message : null;
    }

    /// <summary>
    /// A model's label for people, without looking whether there is such a model, for example <c>gemini-2.5-flash-lite (Google Gemini)</c>;
    /// the id itself for one that names no provider.
    /// </summary>
    public static string LabelOf(string modelId)
    {
        var id = ModelId.Parse(modelId);
        return id switch
        {
            { Provider: "demo", Name: "" } => DemoModel.Label,
            { Provider: "script", Name: { Length: > 0 } file } => $"Script ({Path.GetFileName(file)})",
            { Name.Length: > 0, Provider.Length: > 0 } => Label(id, ProviderTable.Standard.Find(id.Provider)),
            _ => modelId,
        };
    }

    private ModelResolution ResolveOne(ModelId id, string asked) => id switch
    {
        { Provider: "demo", Name: "" } => _scripted.Demo(),
        { Provider: "script", Name.Length: > 0 } => _scripted.Script(id, LabelOf(asked)),
        { Provider: "script" } => new ModelResolution.Refused("The model 'script' needs a file: write script:FILE."),
        { Provider: "" } => new ModelResolution.Refused($"No model is named. {Known()}"),
        _ when sources.Providers().Find(id.Provider) is { } provider => Serve(provider, id),
        _ => new ModelResolution.Refused(Unknown(id, asked)),
    };

    private ModelResolution Serve(IModelProvider provider, ModelId id)
    {
        if (id.Name.Length == 0)
        {
            return new ModelResolution.Refused($"The model '{id}' lacks its second part. Write {provider.Name}:MODEL, with a model that {provider.Label} has.");
        }
        var access = sources.Access.For(provider);
        if (ProviderWords.Trouble(provider, access) is { } trouble)
        {
            return new ModelResolution.Refused(trouble, ProviderWords.LacksKey(provider, access) ? provider.Account : null);
        }
        if (_prices.Table(out var problem) is not { } prices)
        {
            return new ModelResolution.Refused(problem ?? "");
        }
        var served = _served.AddOrUpdate(
            id.ToString(),
            _ => Make(provider, id, access),
            (_, known) => known.IsFor(provider, access) ? known : Make(provider, id, access));
        var facts = prices.FactsOf(provider, id.Name, provider.WindowOf(id.Name, access));
        return new ModelResolution.Found(served.Model with
        {
            Facts = facts,
            QaFacts = facts,
            Account = [.. sources.Providers().All.Where(other => other.Account == provider.Account).Select(other => other.Name)],
        });
    }

    private Served Make(IModelProvider provider, ModelId id, ProviderAccess access)
    {
        var client = sources.Decorate(provider.Client(id.Name, access));
        var limits = sources.Limits?.Of(provider.Account, id.Name);
        return new Served(provider, access, new ResolvedModel(id.ToString(), Label(id, provider), client, client)
        {
            Provider = provider.Label,
            Limits = limits,
            QaLimits = limits,
        });
    }

    private string Unknown(ModelId id, string asked)
    {
        var table = sources.Providers();
        if (table.ProblemOf(id.Provider) is { } problem)
        {
            return problem;
        }
        var meant = MeantModel.Of(id, table);
        var suggestion = meant is { } model ? $" Did you mean {model}?" : "";
        var endpoint = meant is null && id.Name.Length > 0 && ModelEndpoint.IsName(id.Provider)
            ? $" If {id.Provider} is a server that speaks OpenAI's protocol, give its address {ProviderWords.HowToNameEndpoint(id.Provider)}."
            : "";
        return $"There is no model '{asked}'.{suggestion}{endpoint} {Known()}";
    }

    private string Known() =>
        $"The models that exist are demo (offline, for the sample workspace), script:FILE (plays a recorded conversation), and provider:model of one of these providers: {string.Join(", ", sources.Providers().All.Where(provider => provider.Absence is null).Select(provider => provider.Name))}.";

    private static bool IsScripted(ModelId id) => id.Provider is "demo" or "script";

    private static string Label(ModelId id, IModelProvider? provider) => $"{id.Name} ({provider?.Label ?? id.Provider})";

    /// <summary>A client as it was made, which holds as long as its key and its address do.</summary>
    private sealed record Served(IModelProvider Provider, ProviderAccess Access, ResolvedModel Model)
    {
        public bool IsFor(IModelProvider provider, ProviderAccess access) =>
            ReferenceEquals(Provider, provider) && Access.Key == access.Key && Access.Address == access.Address;
    }
}
