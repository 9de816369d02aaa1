namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>
/// Failures of one provider's model in words: what happened, and a next step that holds on a ticket, in a terminal and in a test of the connection.
/// Nothing here says to retry: some are tried again without anybody, and some have nothing to be retried.
/// </summary>
/// <param name="model">Without the provider; null where no model is called.</param>
internal sealed class FailureWords(IModelProvider provider, ProviderAccess access, string? model)
{
    /// <summary>Where the provider is, without what may be secret in it.</summary>
    public string Place => ProviderWords.Place(access.Address);

    /// <summary>The model, in a sentence.</summary>
    public string Subject => model is null ? "this model" : $"model '{model}'";

    /// <summary>Of a server that is none of the provider's, or not at this address.</summary>
    public string NoService(int status, string? said) => NoService($"status {status}", said);

    /// <summary>The same of a server that accepts a call and answers with something else.</summary>
    public string NoService(ForeignAnswer answer) => NoService($"status {answer.Status}, but {answer.What}", answer.Said);

    /// <summary>Of a server that sends on.</summary>
    /// <param name="host">Where to; null where that is not told.</param>
    public string Redirected(string? host) =>
        $"{Place} sends on to {host ?? "another address"}, and keys are not sent on. Set the address of {provider.Label} to where it really is, {ProviderWords.HowToSetAddress(provider)}.";

    /// <summary>Of a conversation that left no room for an answer.</summary>
    public string TooLong(string? said) =>
        $"The conversation is longer than {Subject} takes{ErrorWords.Quoted(said)}. Choose a model with a larger window, or give this one less to read.";

    /// <summary>Of what the provider's rules on content stopped.</summary>
    public string Declined(string? said) =>
        $"{provider.Label} would not answer, by its rules on content{ErrorWords.Quoted(said)}. Change what it is asked and given to read, or choose another model.";

    /// <summary>Of a key that is refused, or asked for.</summary>
    public string RefusedKey(string? said) => access.Key is null
        ? $"{provider.Label} asks for a key, and none is set{ErrorWords.Quoted(said)}. Set one {ProviderWords.HowToSetKey(provider)}, then run again."
        : $"{provider.Label} refused the key{ErrorWords.Quoted(said)}. Set a valid one {ProviderWords.HowToSetKey(provider)}, then run again.";

    /// <summary>Of a request that is refused for what is in it.</summary>
    /// <param name="status">0 when there is none.</param>
    public string Refused(int status, string? said) =>
        $"{provider.Label} refused the request{(status > 0 ? $" (status {status})" : "")}{ErrorWords.Quoted(said)}. Check the model, its settings and what stands between, such as a gateway or a proxy.";

    /// <summary>Of a call that never reached the provider.</summary>
    public string Unreachable(Exception exception)
    {
        var next = access.Address == provider.DefaultAddress
            ? "Check the network connection and, where there is one, the proxy."
            : $"Check the network connection, the proxy where there is one, and that address, which is set {ProviderWords.HowToSetAddress(provider)}.";
        return (exception as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.ConnectionError when provider.HowToStart is { } how =>
                $"{provider.Label} is not running at {Place}. {how}, or correct its address {ProviderWords.HowToSetAddress(provider)}.",
            HttpRequestError.ConnectionError when access.Address.IsLoopback =>
                $"Nothing answers at {Place}. Start the server of {provider.Label} there, or correct its address {ProviderWords.HowToSetAddress(provider)}.",
            HttpRequestError.NameResolutionError => $"{provider.Label} cannot be reached: there is no address for {access.Address.Host}. {next}",
            HttpRequestError.SecureConnectionError =>
                $"{provider.Label} cannot be reached: the secure connection to {access.Address.Host} failed. Check its address, and whether the certificate of a proxy in between is trusted here.",
            _ when exception is OperationCanceledException => $"{provider.Label} cannot be reached: {access.Address.Host} did not answer in {ProviderHttp.ConnectLimit.TotalSeconds:0} s. {next}",
            _ => $"{provider.Label} cannot be reached at {Place}{ErrorWords.Quoted(exception.Message)}. {next}",
        };
    }

    /// <summary>Of an answer that is an error, by its kind.</summary>
    /// <param name="status">0 when there is none, as in a stream.</param>
    public string Of(ModelFailureKind kind, int status, ProviderError error)
    {
        var said = ErrorWords.Quoted(error.Message);
        return kind switch
        {
            ModelFailureKind.Auth when status == 403 || error.Codes.Contains("permission_error") =>
                $"{provider.Label} does not let this key use {Subject}{said}. Use another model, or set a key that may {ProviderWords.HowToSetKey(provider)}, then run again.",
            // That a key is wrong is all that a provider's own code says; anybody else may have another reason.
            ModelFailureKind.Auth => RefusedKey(FailureKinds.IsOfKey(error) ? null : error.Message),
            ModelFailureKind.NoCredit => $"{provider.Label} has no credit left for this key{said}. Add credit to the account, or choose a model of another provider, then run again.",
            ModelFailureKind.UnknownModel when provider.HowToGet(model ?? "") is { } how => $"{provider.Label} does not have {Subject}. {how}, or choose another model.",
            ModelFailureKind.UnknownModel when status == 403 => $"{provider.Label} does not let this key use {Subject}{said}. Choose another model, or set a key that may use it.",
            ModelFailureKind.UnknownModel => $"{provider.Label} has no {Subject} for this key{said}. Choose one that it lists {ProviderWords.HowToChoose(provider)}.",
            ModelFailureKind.RateLimit => $"{provider.Label} asks to slow down{said}.",
            ModelFailureKind.Overloaded => $"{provider.Label} is overloaded{said}.",
            ModelFailureKind.Server => $"{provider.Label} had an error{(status >= 400 ? $" (status {status})" : "")}{said}.",
            ModelFailureKind.ContextTooLong => TooLong(error.Message),
            ModelFailureKind.Declined => Declined(error.Message),
            ModelFailureKind.Network => $"The proxy before {provider.Label} asks for a sign-in{said}. Set it in the proxy's address (HTTPS_PROXY).",
            _ when FailureKinds.IsOfNoService(status) => NoService(status, error.Message),
            _ => Refused(status, error.Message),
        };
    }

    private string NoService(string answered, string? said) =>
        $"Nothing answers model calls at {Place} ({answered}){ErrorWords.Quoted(said)}. Check the address of {provider.Label} {ProviderWords.HowToSetAddress(provider)}{(provider.AddressForm is { } form ? $": it is {form}" : "")}.";
}
