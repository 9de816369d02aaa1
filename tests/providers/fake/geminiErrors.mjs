// How Gemini refuses.

/** An error as Google writes it. */
export function failure(code, status, message, details) {
  return { status: code, body: { error: { code, message, status, ...(details ? { details } : {}) } } };
}

/** The full name of one of Google's details. */
const type = (name) => `type.googleapis.com/google.rpc.${name}`;

/** A refusal that says how long to wait. */
export function rateLimited(retryDelay, quotaId = "GenerateRequestsPerMinutePerProjectPerModel-FreeTier") {
  return failure(
    429,
    "RESOURCE_EXHAUSTED",
    "You exceeded your current quota, please check your plan and billing details.",
    [
      {
        "@type": type("QuotaFailure"),
        violations: [
          {
            quotaMetric: "generativelanguage.googleapis.com/generate_content_free_tier_requests",
            quotaId,
            quotaDimensions: { location: "global", model: "gemini-2.5-flash-lite" },
            quotaValue: "15",
          },
        ],
      },
      {
        "@type": type("Help"),
        links: [
          {
            description: "Learn more about Gemini API quotas",
            url: "https://ai.google.dev/gemini-api/docs/rate-limits",
          },
        ],
      },
      { "@type": type("RetryInfo"), retryDelay },
    ],
  );
}

/** What a key is refused with; undefined when it is a good one. */
export function deny(key) {
  if (key === undefined || key === "" || key === "bad-key") {
    return failure(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [
      {
        "@type": type("ErrorInfo"),
        reason: "API_KEY_INVALID",
        domain: "googleapis.com",
        metadata: { service: "generativelanguage.googleapis.com" },
      },
      {
        "@type": type("LocalizedMessage"),
        locale: "en-US",
        message: "API key not valid. Please pass a valid API key.",
      },
    ]);
  }
  if (key.startsWith("echo-")) {
    return failure(400, "INVALID_ARGUMENT", `API key not valid: ${key}`, [
      { "@type": type("ErrorInfo"), reason: "API_KEY_INVALID", domain: "googleapis.com" },
    ]);
  }
  if (key === "poor-key") {
    return rateLimited("39.5s", "GenerateRequestsPerDayPerProjectPerModel-FreeTier");
  }
  if (key === "forbidden-key") {
    return failure(403, "PERMISSION_DENIED", "Your project has been denied access. Please contact support.");
  }
  return undefined;
}
