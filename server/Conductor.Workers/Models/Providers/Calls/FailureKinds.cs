using System.Text.RegularExpressions;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>Which of our kinds a provider's error is: by its codes first, which are meant for programs, then by its status, then by its words.</summary>
internal static partial class FailureKinds
{
    private static readonly string[] NoCreditCodes =
        ["insufficient_quota", "billing_error", "billing_not_active", "billing_hard_limit_reached", "insufficient_credits", "insufficient_balance", "payment_required"];

    private static readonly string[] AuthCodes = ["authentication_error", "invalid_api_key", "invalid_authentication", "permission_error", "unauthorized"];

    private static readonly string[] UnknownModelCodes = ["model_not_found", "deploymentnotfound", "unknown_model", "invalid_model"];

    private static readonly string[] ContextCodes = ["context_length_exceeded", "request_too_large", "string_above_max_length", "exceed_context_size_error"];

    private static readonly string[] DeclinedCodes = ["content_filter", "content_policy_violation", "moderation_error", "responsibleaipolicyviolation", "invalid_prompt"];

    private static readonly string[] RateLimitCodes = ["rate_limit_error", "rate_limit_exceeded", "tokens", "requests", "too_many_requests"];

    private static readonly string[] OverloadedCodes = ["overloaded_error", "overloaded", "server_is_overloaded", "slow_down", "service_unavailable"];

    private static readonly string[] ServerCodes = ["api_error", "server_error", "internal_server_error", "timeout_error", "internal_error", "processing_error"];

    /// <summary>The kind.</summary>
    /// <param name="status">0 when there is none, as in a stream.</param>
    /// <param name="saysWhen">The provider said when to come again.</param>
    public static ModelFailureKind Of(int status, ProviderError error, bool saysWhen)
    {
        ArgumentNullException.ThrowIfNull(error);
        var told = status is >= 400 ? status : error.Status ?? 0;
        var words = error.IsPage ? "" : error.Message;
        // A request above a whole minute's tokens comes with the code of a rate limit, and no waiting makes it smaller.
        return told is 0 or 413 or 429 && TooLarge().IsMatch(words) ? ModelFailureKind.ContextTooLong
            : ByCode(error) ?? ByWords(told, words) ?? ByStatus(told, error, saysWhen);
    }

    /// <summary>Whether a status says that no model is called at that place, unless its words say otherwise: the path is not there, or takes no such call.</summary>
    public static bool IsOfNoService(int status) => status is 404 or 405 or 501;

    /// <summary>Whether the provider's own code says that the key is what is wrong.</summary>
    public static bool IsOfKey(ProviderError error) => Has(error, AuthCodes);

    private static ModelFailureKind? ByCode(ProviderError error) =>
        Has(error, NoCreditCodes) ? ModelFailureKind.NoCredit
        : Has(error, ContextCodes) ? ModelFailureKind.ContextTooLong
        : Has(error, DeclinedCodes) ? ModelFailureKind.Declined
        : Has(error, UnknownModelCodes) ? ModelFailureKind.UnknownModel
        : Has(error, AuthCodes) ? ModelFailureKind.Auth
        : Has(error, RateLimitCodes) ? ModelFailureKind.RateLimit
        : Has(error, OverloadedCodes) ? ModelFailureKind.Overloaded
        : null;

    private static ModelFailureKind? ByWords(int status, string message) =>
        status is 0 or 400 or 402 or 403 or 429 && Credit().IsMatch(message) ? ModelFailureKind.NoCredit
        : status is 0 or 400 or 413 or 422 or 500 && Context().IsMatch(message) ? ModelFailureKind.ContextTooLong
        : status is 0 or 400 or 404 && Model().IsMatch(message) ? ModelFailureKind.UnknownModel
        : status is 403 && Moderation().IsMatch(message) ? ModelFailureKind.Declined
        : status is 403 && NotThisModel().IsMatch(message) ? ModelFailureKind.UnknownModel
        : status is 503 && Busy().IsMatch(message) ? ModelFailureKind.Overloaded
        : null;

    private static ModelFailureKind ByStatus(int status, ProviderError error, bool saysWhen) => status switch
    {
        401 or 403 => ModelFailureKind.Auth,
        402 => ModelFailureKind.NoCredit,
        // The same is said of a path that there is not.
        404 when Has(error, ["not_found_error"]) && error.Message.Contains("model", StringComparison.OrdinalIgnoreCase) => ModelFailureKind.UnknownModel,
        407 => ModelFailureKind.Network,
        413 => ModelFailureKind.ContextTooLong,
        429 => ModelFailureKind.RateLimit,
        529 => ModelFailureKind.Overloaded,
        // A gateway says the same of a server that is not there any more, and for that nobody waits for ever.
        503 when saysWhen => ModelFailureKind.Overloaded,
        _ when IsOfNoService(status) => ModelFailureKind.Unknown,
        408 or >= 500 => ModelFailureKind.Server,
        0 when Has(error, ServerCodes) => ModelFailureKind.Server,
        _ => ModelFailureKind.Unknown,
    };

    private static bool Has(ProviderError error, string[] codes) => error.Codes.Any(codes.Contains);

    [GeneratedRegex(@"request too large|(tokens|input|prompt|request) must be reduced", RegexOptions.IgnoreCase)]
    private static partial Regex TooLarge();

    [GeneratedRegex(@"\b(moderation|flagged|content policy|safety)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Moderation();

    [GeneratedRegex(@"\b(access|permission|allowed|authorized)\b.{0,80}\bmodel\b|\bmodel\b.{0,120}\b(access|permission|allowed|authorized)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NotThisModel();

    [GeneratedRegex(@"overload|capacity|busy|pending requests|high demand|loading", RegexOptions.IgnoreCase)]
    private static partial Regex Busy();

    [GeneratedRegex(@"credit balance|insufficient (credits?|balance|funds)|out of credits|check your plan and billing|billing (details|hard limit)", RegexOptions.IgnoreCase)]
    private static partial Regex Credit();

    [GeneratedRegex(@"context (length|window|size)|maximum context|prompt is too long|input is too long|too many (input )?tokens|exceeds? the (available|maximum) (context|number of tokens)|input length and .?max_tokens.? exceed", RegexOptions.IgnoreCase)]
    private static partial Regex Context();

    [GeneratedRegex(@"model\b.{0,120}\b(not found|does not exist|not exist|is not available|not supported|not a valid model)|(unknown|no such|invalid) model|not a valid model|try pulling it first", RegexOptions.IgnoreCase)]
    private static partial Regex Model();
}
