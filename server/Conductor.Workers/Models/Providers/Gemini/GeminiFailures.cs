using System.Globalization;
using System.Net;
using System.Text.Json;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>
/// Puts what goes wrong with one model in our kinds and in words for people. What Gemini itself says is quoted where it tells more, never
/// with the key in it: some servers repeat it.
/// </summary>
/// <param name="model">Null where no model is called.</param>
internal sealed class GeminiFailures(GeminiProvider provider, GeminiModel? model, ProviderAccess access)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly FailureWords _words = new(provider, access, model?.Name);

    /// <summary>An error within an answer; its code is what the status would have been.</summary>
    public ModelCallException From(GeminiError error, UsageDetails? usage) => Refusal(error.Code, error, "", retryAfter: null, usage, wasTaken: true);

    /// <summary>An answer that is none by its status. Nothing of one had come: the call used nothing.</summary>
    /// <param name="error">Null when the body is not Gemini's.</param>
    /// <param name="foreign">What a body says that is not Gemini's, as a gateway's.</param>
    public ModelCallException From(HttpStatusCode status, GeminiError? error, TimeSpan? retryAfter, string foreign = "") =>
        Refusal((int)status, error, foreign, retryAfter, usage: null, wasTaken: false);

    /// <summary>What the connection, or what reads from it, threw. Never for a call that was stopped.</summary>
    public ModelCallException From(Exception exception, UsageDetails? usage) => exception switch
    {
        ModelCallException known => known,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        }
        or OperationCanceledException or TimeoutException => new ModelCallException(ModelFailureKind.Network, _words.Unreachable(exception), inner: exception),
        JsonException => new ModelCallException(
            ModelFailureKind.Malformed,
            $"{provider.Label} sent something that is not its protocol. What answers at {_words.Place} may be something else.",
            inner: exception)
        { WasTaken = true, Usage = usage },
        _ => new ModelCallException(
            ModelFailureKind.CutStream,
            $"The answer of {_words.Subject} broke off: the connection to {_words.Place} was closed.",
            inner: exception)
        { Usage = usage },
    };

    /// <summary>The answer stopped without saying how it ends.</summary>
    public ModelCallException NoEnd(UsageDetails? usage) => new(
        ModelFailureKind.CutStream, $"The answer of {_words.Subject} broke off: it stopped without an end.")
    { Usage = usage };

    /// <summary>The prompt was refused by rules on content.</summary>
    public ModelCallException Blocked(GeminiPromptFeedback feedback, UsageDetails? usage) => new(
        ModelFailureKind.Declined,
        $"{provider.Label} would not answer this prompt: {GeminiReasons.OfPrompt(feedback.BlockReason ?? "")}{ErrorWords.Quoted(feedback.BlockReasonMessage)}."
            + " Change the prompt or the files that are given with it, or choose another model.")
    { WasTaken = true, Usage = usage };

    /// <summary>The answer ended with a reason that makes it none.</summary>
    public ModelCallException Ended(string reason, string? message, UsageDetails? usage) => GeminiReasons.IsMalformed(reason)
        ? new ModelCallException(
            ModelFailureKind.Malformed, $"{provider.Label} gave no usable answer: {GeminiReasons.OfAnswer(reason)}{ErrorWords.Quoted(message)}.")
        { WasTaken = true, Usage = usage }
        : new ModelCallException(
            ModelFailureKind.Declined,
            $"{provider.Label} stopped the answer: {GeminiReasons.OfAnswer(reason)}{ErrorWords.Quoted(message)}. Change the prompt or choose another model.")
        { WasTaken = true, Usage = usage };

    /// <summary>A call came whose arguments are no object.</summary>
    public ModelCallException NoArguments(string tool, UsageDetails? usage) => new(
        ModelFailureKind.Malformed, $"{provider.Label} called {tool} with something that is no arguments.")
    { WasTaken = true, Usage = usage };

    private ModelCallException Refusal(int status, GeminiError? error, string foreign, TimeSpan? retryAfter, UsageDetails? usage, bool wasTaken)
    {
        var details = error?.Details ?? [];
        var delay = details.Select(detail => Delay(detail.RetryDelay)).FirstOrDefault(delay => delay is not null) ?? retryAfter;
        var (kind, message) = Words(status, error, foreign, details, delay is not null);
        return new ModelCallException(kind, message, kind is ModelFailureKind.RateLimit or ModelFailureKind.Overloaded or ModelFailureKind.Server ? delay : null)
        {
            WasTaken = wasTaken,
            Usage = usage,
        };
    }

    private (ModelFailureKind Kind, string Message) Words(int status, GeminiError? error, string foreign, GeminiErrorDetail[] details, bool saysWhen)
    {
        // Kinds are told by Gemini's own words alone; a gateway's are quoted.
        var said = error?.Message ?? "";
        var quoted = ErrorWords.Quoted(said.Length > 0 ? said : foreign);
        var label = provider.Label;
        return status switch
        {
            429 when SpentQuota(details) is { } quota => (ModelFailureKind.NoCredit,
                $"The quota of {label} for this key is used up ({Secrets.Clean(quota)}). Wait until it begins anew, turn on billing for the key's project, or choose another model."),
            429 => (ModelFailureKind.RateLimit, $"{label} has had too many requests for {_words.Subject}{quoted}."),
            401 => (ModelFailureKind.Auth, _words.RefusedKey(said.Length > 0 ? said : foreign)),
            400 when details.Any(detail => detail.Reason is "API_KEY_INVALID") || Has(said, "API key") => (ModelFailureKind.Auth, _words.RefusedKey(null)),
            400 when error?.Status == "FAILED_PRECONDITION" => (ModelFailureKind.Auth,
                $"{label} does not serve this key as it is{quoted}. Turn on billing for its project, or set another key {ProviderWords.HowToSetKey(provider)}, then run again."),
            // Who stands before it, as a proxy, has reasons of its own; only Google's own form of an error speaks of the key.
            403 when error?.Status is { Length: > 0 } => (ModelFailureKind.Auth,
                $"{label} does not allow this key to make the call{quoted}. Check that the Gemini API is enabled in the key's project and that the key is not restricted to other addresses or interfaces, or set another key {ProviderWords.HowToSetKey(provider)}."),
            404 when model is not null && IsOfModel(error) => (ModelFailureKind.UnknownModel, $"{label} has no {_words.Subject}, or not for this key{quoted}. Choose one that it lists {ProviderWords.HowToChoose(provider)}."),
            404 => (ModelFailureKind.Unknown, _words.NoService(status, said.Length > 0 ? said : foreign)),
            413 => (ModelFailureKind.ContextTooLong, _words.TooLong(said.Length > 0 ? said : foreign)),
            400 when Has(said, "token count") && Has(said, "exceed") => (ModelFailureKind.ContextTooLong, _words.TooLong(said)),
            400 when Has(said, "thought_signature") || Has(said, "thought signature") => (ModelFailureKind.Unknown,
                $"{label} would not go on with this conversation{quoted}. Only a new conversation can go on: begin this one anew, or choose another model."),
            // What stands before it may say the same of a server that is gone, and for that nobody waits for ever.
            503 when saysWhen || error?.Status == "UNAVAILABLE" || Has(said, "overload") || Has(said, "busy") => (ModelFailureKind.Overloaded, $"{label} is overloaded{quoted}."),
            408 or >= 500 => (ModelFailureKind.Server, string.Create(CultureInfo.InvariantCulture, $"{label} had an error (status {status}){quoted}.")),
            >= 300 and < 400 => (ModelFailureKind.Unknown, _words.Redirected(host: null)),
            _ => (ModelFailureKind.Unknown, _words.Refused(status, said.Length > 0 ? said : foreign)),
        };
    }

    /// <summary>It is Google's way to say that a model is not there; a path that is not there has another, mostly a page.</summary>
    private bool IsOfModel(GeminiError? error) =>
        error is not null && (error.Status == "NOT_FOUND" || Has(error.Message ?? "", "models/") || (model is not null && Has(error.Message ?? "", model.Name)));

    /// <summary>The quota that will not come back in minutes: one of days, or one that allows nothing.</summary>
    private static string? SpentQuota(GeminiErrorDetail[] details) => details
        .SelectMany(detail => detail.Violations ?? [])
        .Where(violation => violation.QuotaValue == "0" || (violation.QuotaId ?? "").Contains("PerDay", StringComparison.OrdinalIgnoreCase))
        .Select(violation => violation.QuotaId ?? "it allows no requests")
        .FirstOrDefault();

    private static bool Has(string said, string part) => said.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads seconds such as <c>57.238747106s</c>.</summary>
    private static TimeSpan? Delay(string? text) =>
        text is { Length: > 1 } && text[^1] == 's'
        && decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds((double)Math.Min(seconds, (decimal)LongestDelay.TotalSeconds))
            : null;
}
