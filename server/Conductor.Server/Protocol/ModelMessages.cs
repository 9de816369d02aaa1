namespace Conductor.Server.Protocol;

/// <summary>The key of a provider of models. It stays in memory: no log, trace, journal or message shows it.</summary>
/// <param name="Provider">The account as <see cref="ProviderInfo"/> has it, for example <c>gemini</c>.</param>
/// <param name="Key">Null forgets the one that was sent before.</param>
public sealed record SetSecretParams(string Provider, string? Key = null)
{
    /// <summary>Without the key: records print their members, and logs print records.</summary>
    public override string ToString() => $"{nameof(SetSecretParams)} {{ {Provider} }}";
}

/// <summary>A key was taken over, or forgotten.</summary>
/// <param name="KeySource">Where the provider's key comes from now.</param>
public sealed record SecretState(string Provider, KeySourceName KeySource);

/// <summary>Where a provider's key comes from.</summary>
public enum KeySourceName
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The client has sent it.</summary>
    Secret,

    /// <summary>It stands in an environment variable of the engine.</summary>
    Environment,
}

/// <summary>Which providers, with or without their models.</summary>
/// <param name="Provider">Null means all.</param>
/// <param name="Ask">False: nobody is asked, so there are no models, and a provider that could be asked is notAsked. Default true.</param>
public sealed record ListModelsParams(string? Provider = null, bool? Ask = null);

/// <summary>Providers and the models that can be used now.</summary>
public sealed record ModelList(IReadOnlyList<ProviderInfo> Providers);

/// <summary>Whether a provider's models can be used.</summary>
public enum ProviderStateName
{
    /// <summary>It has what it needs; whether it answers is not known.</summary>
    NotAsked,

    /// <summary>It answered.</summary>
    Ok,

    /// <summary>It needs a key and has none.</summary>
    NoKey,

    /// <summary>It did not answer, or refused.</summary>
    Failed,

    /// <summary>It would run on this machine and does not.</summary>
    Off,
}

/// <summary>What a client can offer a person to do about a failure.</summary>
public enum RemedyName
{
    /// <summary>Set a key: there is none, or the provider refused it.</summary>
    SetKey,

    /// <summary>Choose another model.</summary>
    ChooseModel,

    /// <summary>Start the provider on this machine.</summary>
    StartProvider,

    /// <summary>Correct its address in the settings.</summary>
    OpenSettings,
}

/// <summary>One who serves models.</summary>
/// <param name="Name">The first part of its models' ids.</param>
/// <param name="Label">For people, for example <c>Google Gemini</c>.</param>
/// <param name="Account">Whose key it uses: its own name, or that of the provider it shares one with.</param>
/// <param name="Message">What is wrong and what to do, for a person; null when nothing is.</param>
/// <param name="Remedy">Null when nothing is wrong, or nothing that a client can help with.</param>
/// <param name="TakesKey">It can be given a key.</param>
/// <param name="NeedsKey">It refuses calls without one.</param>
/// <param name="KeyVariables">Environment variables of the engine that may hold the key; the first that is set wins.</param>
/// <param name="IsLocal">Its models run on this machine and cost nothing.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="Models">Empty unless it answered.</param>
public sealed record ProviderInfo(
    string Name,
    string Label,
    string Account,
    ProviderStateName State,
    string? Message,
    RemedyName? Remedy,
    bool TakesKey,
    bool NeedsKey,
    KeySourceName KeySource,
    IReadOnlyList<string> KeyVariables,
    bool IsLocal,
    string Address,
    IReadOnlyList<ModelInfo> Models);

/// <summary>A model that can be used.</summary>
/// <param name="Id">As settings and track files name it, for example <c>gemini:gemini-2.5-flash-lite</c>.</param>
/// <param name="ContextWindow">In tokens; null when it is not known.</param>
/// <param name="MaximumOutput">Tokens of one answer at most; null when it is not known.</param>
/// <param name="InputPrice">US dollars per million tokens; null when it is not known.</param>
/// <param name="OutputPrice">US dollars per million tokens; null when it is not known.</param>
public sealed record ModelInfo(
    string Id,
    string Label,
    int? ContextWindow = null,
    int? MaximumOutput = null,
    double? InputPrice = null,
    double? OutputPrice = null);

/// <summary>What to try: one small call of a model, or whether a provider answers. Without either, the default model.</summary>
public sealed record TestModelParams(string? Model = null, string? Provider = null);

/// <summary>How the try went.</summary>
/// <param name="Subject">What was tried: a model's id, or a provider's name.</param>
/// <param name="Message">One sentence for a person; of a failure with what to do.</param>
/// <param name="Milliseconds">From the call to its answer, or to its failure.</param>
/// <param name="Account">Whose key was used, as <see cref="ProviderInfo"/> has it; null when the id names no provider.</param>
/// <param name="Remedy">What can be offered; null when it went well, or nothing can.</param>
public sealed record ModelTestResult(bool Ok, string Subject, string Message, int Milliseconds, string? Account = null, RemedyName? Remedy = null);
