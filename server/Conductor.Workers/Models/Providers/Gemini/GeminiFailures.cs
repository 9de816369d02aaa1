using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>
/// Puts what goes wrong with one model in our kinds and in words for people. What Gemini itself says is quoted where it tells more, never
/// with the key in it: some servers repeat it.
/// </summary>
internal sealed class GeminiFailures(GeminiModel model, ProviderAccess access)
{
    private const int LongestQuote = 300;
    private const string Label = "Google Gemini";
    private const string SetKey = "Set a valid key with \"Conductor: Set API Key…\" (in a terminal: GOOGLE_API_KEY or GEMINI_API_KEY), then run again.";

    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    /// <summary>An error within an answer; its code is what the status would have been.</summary>
    public ModelCallException From(GeminiError error, UsageDetails? usage) => Refusal(error.Code, error, retryAfter: null, usage, wasTaken: true);

    /// <summary>An answer that is none by its status.</summary>
    /// <param name="error">Null when the body holds none that can be read.</param>
    public ModelCallException From(HttpStatusCode status, GeminiError? error, TimeSpan? retryAfter) =>
        Refusal((int)status, error, retryAfter, usage: null, wasTaken: (int)status >= 500 && status != HttpStatusCode.ServiceUnavailable);

    /// <summary>What the connection, or what reads from it, threw. Never for a call that was stopped.</summary>
    public ModelCallException From(Exception exception, UsageDetails? usage) => exception switch
    {
        ModelCallException known => known,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        } => Unreachable(exception),
        OperationCanceledException or TimeoutException => Unreachable(exception),
        JsonException => new ModelCallException(
            ModelFailureKind.Malformed,
            $"{Label} sent something that is not its protocol. Retry the ticket; when it happens again, check what answers at {Place}.",
            inner: exception)
        { WasTaken = true, Usage = usage },
        _ => new ModelCallException(
            ModelFailureKind.CutStream,
            $"The answer of {model.Name} broke off: the connection to {Place} was closed. Retry the ticket; when it happens again, check the network.",
            inner: exception)
        { Usage = usage },
    };

    /// <summary>The answer stopped without saying how it ends.</summary>
    public ModelCallException NoEnd(UsageDetails? usage) => new(
        ModelFailureKind.CutStream, $"The answer of {model.Name} broke off: it stopped without an end. Retry the ticket.")
    { Usage = usage };

    /// <summary>The prompt was refused by rules on content.</summary>
    public static ModelCallException Blocked(GeminiPromptFeedback feedback, UsageDetails? usage) => new(
        ModelFailureKind.Declined,
        $"{Label} would not answer this prompt: {GeminiReasons.OfPrompt(feedback.BlockReason ?? "")}{Quoted(feedback.BlockReasonMessage)}."
            + " Change the ticket's prompt or the files it is given, or choose another model, then retry.")
    { WasTaken = true, Usage = usage };

    /// <summary>The answer ended with a reason that makes it none.</summary>
    public ModelCallException Ended(string reason, string? message, UsageDetails? usage) => GeminiReasons.IsMalformed(reason)
        ? new ModelCallException(
            ModelFailureKind.Malformed, $"{model.Name} gave no usable answer: {GeminiReasons.OfAnswer(reason)}{Quoted(message)}. Retry the ticket, or choose another model.")
        { WasTaken = true, Usage = usage }
        : new ModelCallException(
            ModelFailureKind.Declined,
            $"{Label} stopped the answer: {GeminiReasons.OfAnswer(reason)}{Quoted(message)}. Change the ticket's prompt or choose another model, then retry.")
        { WasTaken = true, Usage = usage };

    /// <summary>A call came whose arguments are no object.</summary>
    public ModelCallException NoArguments(string tool, UsageDetails? usage) => new(
        ModelFailureKind.Malformed, $"{model.Name} called {tool} with something that is no arguments. Retry the ticket, or choose another model.")
    { WasTaken = true, Usage = usage };

    private ModelCallException Refusal(int status, GeminiError? error, TimeSpan? retryAfter, UsageDetails? usage, bool wasTaken)
    {
        var details = error?.Details ?? [];
        var delay = details.Select(detail => Delay(detail.RetryDelay)).FirstOrDefault(delay => delay is not null) ?? retryAfter;
        var (kind, message) = Words(status, error, details);
        return new ModelCallException(kind, message, kind is ModelFailureKind.RateLimit or ModelFailureKind.Overloaded or ModelFailureKind.Server ? delay : null)
        {
            WasTaken = wasTaken,
            Usage = usage,
        };
    }

    private (ModelFailureKind Kind, string Message) Words(int status, GeminiError? error, GeminiErrorDetail[] details)
    {
        var said = error?.Message ?? "";
        return status switch
        {
            429 when SpentQuota(details) is { } quota => (ModelFailureKind.NoCredit,
                $"The quota of {Label} for this key is used up ({Secrets.Clean(quota)}). Wait until it begins anew, turn on billing for the key's project, or choose another model."),
            429 => (ModelFailureKind.RateLimit, $"{Label} has had too many requests for {model.Name}{Quoted(said)}."),
            401 => (ModelFailureKind.Auth, $"{Label} refused the key. {SetKey}"),
            400 when details.Any(detail => detail.Reason is "API_KEY_INVALID") || Has(said, "API key") => (ModelFailureKind.Auth,
                $"{Label} says that the key is not valid. {SetKey}"),
            400 when error?.Status == "FAILED_PRECONDITION" => (ModelFailureKind.Auth,
                $"{Label} does not serve this key as it is{Quoted(said)}. Turn on billing for its project, or set another key, then run again."),
            403 => (ModelFailureKind.Auth,
                $"{Label} does not allow this key to make the call{Quoted(said)}. Check that the Gemini API is enabled in the key's project and that the key is not restricted to other addresses or interfaces, or set another key."),
            404 => (ModelFailureKind.UnknownModel, $"{Label} has no model '{model.Name}', or not for this key. Choose another model, then retry the ticket."),
            413 => TooLong(said),
            400 when Has(said, "token count") && Has(said, "exceed") => TooLong(said),
            400 when Has(said, "thought_signature") || Has(said, "thought signature") => (ModelFailureKind.Unknown,
                $"{Label} would not go on with this conversation{Quoted(said)}. Retry the ticket: that begins a new one."),
            503 => (ModelFailureKind.Overloaded, $"{Label} is overloaded{Quoted(said)}."),
            408 or >= 500 => (ModelFailureKind.Server, string.Create(
                CultureInfo.InvariantCulture, $"{Label} had an error ({status}){Quoted(said)}. Retry the ticket; when it happens again, look at Google's status page.")),
            >= 300 and < 400 => (ModelFailureKind.Unknown, string.Create(
                CultureInfo.InvariantCulture, $"{Place} leads somewhere else ({status}), and a key is not sent there. Set the right address in GOOGLE_GEMINI_BASE_URL, then retry.")),
            _ => (ModelFailureKind.Unknown, string.Create(
                CultureInfo.InvariantCulture, $"{Label} refused the request ({status}){Quoted(said)}. Check the model and its settings, then retry the ticket.")),
        };
    }

    private (ModelFailureKind Kind, string Message) TooLong(string said) => (ModelFailureKind.ContextTooLong,
        $"The conversation is longer than {model.Name} takes{Quoted(said)}. Make the ticket smaller or choose a model with a larger window, then retry.");

    /// <summary>The quota that will not come back in minutes: one of days, or one that allows nothing.</summary>
    private static string? SpentQuota(GeminiErrorDetail[] details) => details
        .SelectMany(detail => detail.Violations ?? [])
        .Where(violation => violation.QuotaValue == "0" || (violation.QuotaId ?? "").Contains("PerDay", StringComparison.OrdinalIgnoreCase))
        .Select(violation => violation.QuotaId ?? "it allows no requests")
        .FirstOrDefault();

    private ModelCallException Unreachable(Exception exception) => new(
        ModelFailureKind.Network,
        $"{Label} cannot be reached at {Place}. Check the network and, when GOOGLE_GEMINI_BASE_URL is set, that address; then retry the ticket.",
        inner: exception);

    private string Place => access.Address.Authority;

    /// <summary>What was said, to be put at the end of a sentence; empty when nothing was.</summary>
    private static string Quoted(string? said)
    {
        var line = string.Join(' ', Secrets.Clean(said ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return line.Length switch
        {
            0 => "",
            > LongestQuote => $": {line[..LongestQuote]}…",
            _ => $": {line}",
        };
    }

    private static bool Has(string said, string part) => said.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads seconds such as <c>57.238747106s</c>.</summary>
    private static TimeSpan? Delay(string? text) =>
        text is { Length: > 1 } && text[^1] == 's'
        && decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds((double)Math.Min(seconds, (decimal)LongestDelay.TotalSeconds))
            : null;
}
