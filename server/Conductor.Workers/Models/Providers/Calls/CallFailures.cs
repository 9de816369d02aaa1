using System.Net.Http.Headers;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>
/// Turns what goes wrong in calls of one provider's model into words for a person and one of our kinds. No key, no header and no part of
/// what was sent ever gets into a message.
/// </summary>
/// <param name="model">Without the provider; null where no model is called.</param>
internal sealed class CallFailures(IModelProvider provider, ProviderAccess access, string? model)
{
    private const int MostOfBody = 64 * 1024;

    /// <summary>The id of the model with its provider, for example <c>ollama:qwen3</c>.</summary>
    public string ModelId => $"{provider.Name}:{model}";

    /// <summary>Before anything is sent: a key that is missing or cannot be one, an address that is none.</summary>
    /// <exception cref="ModelCallException">The provider cannot be called; the message says what to do.</exception>
    public void ThrowIfNotCallable()
    {
        if (ProviderWords.Trouble(provider, access) is { } trouble)
        {
            throw new ModelCallException(access.Problem is null ? ModelFailureKind.Auth : ModelFailureKind.Unknown, trouble);
        }
    }

    /// <summary>Of an answer that is an error.</summary>
    public async Task<ModelCallException> FromAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            var host = response.Headers.Location is { IsAbsoluteUri: true } location ? location.Host : null;
            return new ModelCallException(
                ModelFailureKind.Unknown,
                $"{Place} sends on to {(host is null ? "another address" : host)}, and keys are not sent on. Set the address of {provider.Label} to where it really is.");
        }
        var error = ProviderError.Read(await BodyAsync(response, cancellationToken));
        return Of(status, error, response.Headers);
    }

    /// <summary>Of an error inside a stream: the provider had taken the call.</summary>
    public ModelCallException FromStream(ProviderError error) => Of(0, error, headers: null, wasTaken: true);

    /// <summary>Of a stream that ended, or broke, before the answer did.</summary>
    public ModelCallException Cut(UsageDetails? usage = null, Exception? inner = null) =>
        new(ModelFailureKind.CutStream, $"{provider.Label}'s answer broke off.", inner: inner) { Usage = usage };

    /// <summary>Of an answer, or a prompt, that the provider's rules on content stopped.</summary>
    public ModelCallException Declined(UsageDetails? usage = null, string? reason = null) => new(
        ModelFailureKind.Declined,
        $"{provider.Label} would not answer, by its rules on content{Said(reason)}. Change the ticket's prompt or its model, and retry.")
    { Usage = usage, WasTaken = true };

    /// <summary>Of a conversation that left no room for an answer.</summary>
    public ModelCallException TooLong(UsageDetails? usage = null, string? reason = null) => new(
        ModelFailureKind.ContextTooLong,
        $"The conversation is longer than {Subject} takes{Said(reason)}. Give the ticket fewer files, split it, or choose a model with a larger window.")
    { Usage = usage, WasTaken = usage is not null };

    /// <summary>Of a call that never reached the provider.</summary>
    public ModelCallException Unreachable(Exception exception)
    {
        var request = exception as HttpRequestException;
        var next = "Check the network connection (and the proxy, where there is one), then try again.";
        var message = request?.HttpRequestError switch
        {
            _ when provider.Name == "ollama" && request?.HttpRequestError is HttpRequestError.ConnectionError =>
                $"Ollama is not running at {Place}. Start it with `ollama serve`, or correct its address (in a terminal: OLLAMA_HOST), then try again.",
            HttpRequestError.ConnectionError when access.Address.IsLoopback =>
                $"Nothing answers at {Place}. Start the server of {provider.Label} there, or correct its address, then try again.",
            HttpRequestError.NameResolutionError => $"{provider.Label} cannot be reached: there is no address for {access.Address.Host}. {next}",
            HttpRequestError.SecureConnectionError =>
                $"{provider.Label} cannot be reached: the secure connection to {access.Address.Host} failed. Check its address, and whether the certificate of a proxy in between is trusted here, then try again.",
            _ when exception is OperationCanceledException => $"{provider.Label} cannot be reached: {access.Address.Host} did not answer in {ProviderHttp.ConnectLimit.TotalSeconds:0} s. {next}",
            _ => $"{provider.Label} cannot be reached at {Place}{Said(exception.Message)}. {next}",
        };
        return new ModelCallException(ModelFailureKind.Network, message, inner: exception);
    }

    /// <summary>Of anything else that a vendor's package throws.</summary>
    public ModelCallException From(Exception exception, UsageDetails? usage)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is ModelCallException known)
            {
                return known.Usage is null && usage is not null
                    ? new ModelCallException(known.Kind, known.Message, known.RetryAfter, known) { WasTaken = known.WasTaken, Usage = usage }
                    : known;
            }
            if (inner is IOException)
            {
                return Cut(usage, exception);
            }
            if (inner is HttpRequestException)
            {
                return Unreachable(inner);
            }
        }
        return new ModelCallException(
            ModelFailureKind.Malformed, $"{provider.Label} answered with something that is no answer{Said(exception.Message)}.", inner: exception)
        { Usage = usage, WasTaken = true };
    }

    private ModelCallException Of(int status, ProviderError error, HttpResponseHeaders? headers, bool wasTaken = false)
    {
        var read = FailureKinds.Of(status, error);
        // What breaks an answer that had begun, without a code of its own, is the provider's trouble and not the request's.
        var kind = wasTaken && read == ModelFailureKind.Unknown ? ModelFailureKind.Server : read;
        var failure = new ModelCallException(kind, Words(kind, status, error), Waits(kind) ? RetryAfter.Read(headers, error.Message, access.Time) : null);
        return wasTaken ? new ModelCallException(kind, failure.Message, failure.RetryAfter) { WasTaken = true } : failure;
    }

    private string Words(ModelFailureKind kind, int status, ProviderError error)
    {
        var said = Said(error.Message);
        return kind switch
        {
            ModelFailureKind.Auth when status == 403 || error.Codes.Contains("permission_error") =>
                $"{provider.Label} does not let this key use {Subject}{said}. Use another model, or set a key that may {ProviderWords.HowToSetKey(provider)}, then run again.",
            ModelFailureKind.Auth when access.Key is null => $"{provider.Label} asks for a key, and none is set. Set one {ProviderWords.HowToSetKey(provider)}, then run again.",
            ModelFailureKind.Auth => $"{provider.Label} refused the key. Set a valid one {ProviderWords.HowToSetKey(provider)}, then run again.",
            ModelFailureKind.NoCredit => $"{provider.Label} has no credit left for this key{said}. Add credit to the account, or choose a model of another provider, then run again.",
            ModelFailureKind.UnknownModel when provider.Name == "ollama" => $"Ollama does not have {Subject}. Get it with `ollama pull {model}`, or choose another model.",
            ModelFailureKind.UnknownModel => $"{provider.Label} has no {Subject} for this key{said}. Choose one that it lists, then retry the ticket.",
            ModelFailureKind.RateLimit => $"{provider.Label} asks to slow down{said}.",
            ModelFailureKind.Overloaded => $"{provider.Label} is overloaded{said}.",
            ModelFailureKind.Server => $"{provider.Label} had an error{(status >= 500 ? $" (status {status})" : "")}{said}.",
            ModelFailureKind.ContextTooLong => TooLong(reason: error.Message).Message,
            ModelFailureKind.Declined => Declined(reason: error.Message).Message,
            ModelFailureKind.Network => $"The proxy before {provider.Label} asks for a sign-in. Set it in the proxy's address (HTTPS_PROXY), then try again.",
            _ when status == 404 => $"There is no such service at {Place} (status 404){said}. Check the address of {provider.Label}.",
            _ => $"{provider.Label} refused the request{(status > 0 ? $" (status {status})" : "")}{said}. Check the model and its settings, then retry the ticket.",
        };
    }

    private string Place => ProviderWords.Place(access.Address);

    private string Subject => model is null ? "this model" : $"model '{model}'";

    private static bool Waits(ModelFailureKind kind) => kind is ModelFailureKind.RateLimit or ModelFailureKind.Overloaded or ModelFailureKind.Server;

    /// <summary>What was said, to be put at the end of a sentence; empty when nothing was.</summary>
    private static string Said(string? message) => string.IsNullOrWhiteSpace(message) ? "" : $": {Secrets.Clean(message).TrimEnd('.', ' ')}";

    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            var text = new char[MostOfBody];
            return new string(text, 0, await reader.ReadBlockAsync(text, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            // The status alone says enough.
            return "";
        }
    }
}
