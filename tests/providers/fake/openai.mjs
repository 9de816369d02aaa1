// What OpenAI's two interfaces have in common.

/**
 * An error as OpenAI writes it.
 * @param {number} status
 * @param {{ message: string, type?: string, param?: string | null, code?: string | null }} error
 * @returns {import("./providers.mjs").Reply}
 */
export function failure(status, { message, type = "invalid_request_error", param = null, code = null }) {
  return { status, body: { error: { message, type, param, code } } };
}

/** @returns {import("./providers.mjs").Reply | undefined} */
export function deny(headers, body) {
  const key = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
  if (key === undefined) {
    return failure(401, {
      message:
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    });
  }
  if (key === "bad-key" || key.startsWith("echo-")) {
    const shown = key === "bad-key" ? "bad-***-key" : key;
    return failure(401, {
      message: `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`,
      code: "invalid_api_key",
    });
  }
  if (key === "poor-key") {
    return failure(429, {
      message:
        "You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.",
      type: "insufficient_quota",
      code: "insufficient_quota",
    });
  }
  if (key === "forbidden-key") {
    return failure(403, {
      message: "Country, region, or territory not supported",
      type: "request_forbidden",
      code: "unsupported_country_region_territory",
    });
  }
  if (body?.model === "no-such-model") {
    return failure(404, {
      message: "The model `no-such-model` does not exist or you do not have access to it.",
      code: "model_not_found",
    });
  }
  return undefined;
}

const ids = [
  "gpt-5.1",
  "gpt-5-mini",
  "gpt-4.1",
  "gpt-4o-mini",
  "o4-mini",
  "text-embedding-3-small",
  "whisper-1",
];

/** @type {import("./providers.mjs").Reply} */
export const modelList = {
  status: 200,
  body: {
    object: "list",
    data: ids.map((id, index) => ({
      id,
      object: "model",
      created: 1_750_000_000 + index,
      owned_by: "system",
    })),
  },
};
