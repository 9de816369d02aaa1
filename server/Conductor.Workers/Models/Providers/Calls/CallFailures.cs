using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>
/// Turns what goes wrong in calls of one provider's model into words for a person and one of our kinds. No key, no header and no part of
/// what was sent ever gets into a message.
/// </summary>
/// <param name="model">Without the provider; null where no model is called.</param>
internal sealed class CallFailures(IModelProvider provider, ProviderAccess access, string? model)
{
    /// <summary>The id of the model with its provider, for example <c>ollama:qwen3</c>.</summary>
    public string ModelId => $"{provider.Name}:{model}";

    /// <summary>Without the provider; null where no model is called.</summary>
    public string? Model => model;

    /// <summary>The failures of this model in words.</summary>
    public FailureWords Words { get; } = new(provider, access, model);

    /// <summary>Before anything is sent: a key that is missing or cannot be one, an address that is none.</summary>
    /// <exception cref="ModelCallException">The provider cannot be called; the message says what to do.</exception>
    public void ThrowIfNotCallable()
    {
        if (ProviderWords.Trouble(provider, access) is { } trouble)
        {
            throw new ModelCallException(access.Problem is null ? ModelFailureKind.Auth : ModelFailureKind.Unknown, trouble);
        }
    }

    /// <summary>Looks at how an accepted answer of a model begins; it can be read from its beginning.</summary>
    /// <exception cref="ModelCallException">It is none of a model's, or broke off; it is disposed of.</exception>
    public async Task ThrowIfForeignAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var isKept = false;
        try
        {
            if (await AnswerStart.LookAsync(response, cancellationToken) is { } foreign)
            {
                throw Foreign(foreign);
            }
            isKept = true;
        }
        catch (IOException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Cut(inner: exception);
        }
        finally
        {
            if (!isKept)
            {
                response.Dispose();
            }
        }
    }

    /// <summary>Of an answer that is an error. The provider refused the call before anything of an answer: it used nothing.</summary>
    public async Task<ModelCallException> FromAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            var host = response.Headers.Location is { IsAbsoluteUri: true } location ? location.Host : null;
            return new ModelCallException(ModelFailureKind.Unknown, Words.Redirected(host));
        }
        return Of(status, await ErrorAsync(response, cancellationToken), response.Headers);
    }

    /// <summary>Of an answer that is none of a model's: no model was reached, and nothing was used.</summary>
    public ModelCallException Foreign(ForeignAnswer answer) => new(ModelFailureKind.Unknown, Words.NoService(answer));

    /// <summary>What an answer that is an error says; it can be read again.</summary>
    public async Task<ProviderError> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        ProviderError.Read(await ErrorBody.ReadAsync(response, access.Time, cancellationToken));

    /// <summary>Of an error inside a stream: the provider had taken the call.</summary>
    public ModelCallException FromStream(ProviderError error) => Of(0, error, headers: null, wasTaken: true);

    /// <summary>Of a stream that ended, or broke, before the answer did.</summary>
    public ModelCallException Cut(UsageDetails? usage = null, Exception? inner = null) =>
        new(ModelFailureKind.CutStream, $"{provider.Label}'s answer broke off.", inner: inner) { Usage = usage };

    /// <summary>Of an answer, or a prompt, that the provider's rules on content stopped.</summary>
    public ModelCallException Declined(UsageDetails? usage = null, string? reason = null) =>
        new(ModelFailureKind.Declined, Words.Declined(reason)) { Usage = usage, WasTaken = true };

    /// <summary>Of a conversation that left no room for an answer.</summary>
    public ModelCallException TooLong(UsageDetails? usage = null, string? reason = null) =>
        new(ModelFailureKind.ContextTooLong, Words.TooLong(reason)) { Usage = usage, WasTaken = usage is not null };

    /// <summary>Of a call that never reached the provider.</summary>
    public ModelCallException Unreachable(Exception exception) => new(ModelFailureKind.Network, Words.Unreachable(exception), inner: exception);

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
            ModelFailureKind.Malformed,
            // What a reader of JSON says of it tells a person nothing.
            $"{provider.Label} answered with something that is no answer{ErrorWords.Quoted(exception is JsonException ? "" : exception.Message)}.",
            inner: exception)
        { Usage = usage, WasTaken = true };
    }

    private ModelCallException Of(int status, ProviderError error, HttpResponseHeaders? headers, bool wasTaken = false)
    {
        var wait = RetryAfter.Read(headers, error.Message, access.Time);
        var read = FailureKinds.Of(status, error, wait is not null);
        // What breaks an answer that had begun, without a code of its own, is the provider's trouble and not the request's.
        var kind = wasTaken && read == ModelFailureKind.Unknown ? ModelFailureKind.Server : read;
        return new ModelCallException(kind, Words.Of(kind, status, error), Waits(kind) ? wait : null) { WasTaken = wasTaken };
    }

    private static bool Waits(ModelFailureKind kind) => kind is ModelFailureKind.RateLimit or ModelFailureKind.Overloaded or ModelFailureKind.Server;
}
