// Anthropic's messages.
import { eventOf } from "./events.mjs";
import { tokensOf } from "./tokens.mjs";

export const format = "sse";

export const speaks = ({ path, headers }) =>
  path.startsWith("/v1/messages") ||
  (path.startsWith("/v1/models") && headers["anthropic-version"] !== undefined);

/** Clients of all ages are welcome. */
const versions = ["2023-06-01", "2026-10-21"];

/** @type {import("./providers.mjs").Provider["route"]} */
export function route({ method, path, query, headers, body }) {
  const denied = deny(headers, body);
  if (denied !== undefined) {
    return denied;
  }
  const known = {
    "GET /v1/models": () => list(query),
    "POST /v1/messages": () =>
      body.max_tokens === undefined
        ? invalid("max_tokens: Field required")
        : { stream: body.stream === true },
    "POST /v1/messages/count_tokens": () => ({
      status: 200,
      body: {
        input_tokens: tokensOf(body.messages) + tokensOf(body.system ?? "") + tokensOf(body.tools ?? ""),
      },
    }),
  };
  return known[`${method} ${path}`]?.();
}

/** An error as Anthropic writes it. */
export function failure(status, type, message) {
  const id = "req_011CFakeFakeFakeFake";
  return {
    status,
    headers: { "request-id": id },
    body: { type: "error", error: { type, message }, request_id: id },
  };
}

const invalid = (message) => failure(400, "invalid_request_error", message);

function deny(headers, body) {
  const key = headers["x-api-key"] ?? /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
  if (!versions.includes(headers["anthropic-version"])) {
    return invalid(
      headers["anthropic-version"]
        ? "anthropic-version: is not a valid version"
        : "anthropic-version: header is required",
    );
  }
  if (key === undefined || key === "bad-key") {
    return failure(401, "authentication_error", "invalid x-api-key");
  }
  if (key.startsWith("echo-")) {
    return failure(401, "authentication_error", `invalid x-api-key: ${key}`);
  }
  if (key === "poor-key") {
    return failure(
      400,
      "billing_error",
      "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
    );
  }
  if (key === "forbidden-key") {
    return failure(
      403,
      "permission_error",
      "Your API key does not have permission to use the specified resource.",
    );
  }
  return body?.model === "no-such-model"
    ? failure(404, "not_found_error", "model: no-such-model")
    : undefined;
}

export const turnOf = (body) => body.messages.filter(({ role }) => role === "assistant").length;

const blocksOf = (message, type) =>
  Array.isArray(message?.content) ? message.content.filter((block) => block.type === type) : [];

/** @type {import("./providers.mjs").Provider["refuse"]} */
export function refuse({ messages, thinking }, sent) {
  let turn = -1;
  for (const [index, message] of messages.entries()) {
    if (message.role === "assistant") {
      turn += 1;
    }
    const refusal =
      wrongBlocks(message, index) ??
      (message.role === "assistant"
        ? (unanswered(messages, index) ??
          wrongThoughts({ message, index, last: index === lastOf(messages) }, sent(turn), thinking))
        : unasked(messages, index));
    if (refusal !== undefined) {
      return refusal;
    }
  }
  return undefined;
}

/** No text is empty, and no answer ends in a thought. */
function wrongBlocks({ role, content }, index) {
  const blocks = Array.isArray(content) ? content : [{ type: "text", text: content }];
  if (blocks.some(({ type, text }) => type === "text" && text === "")) {
    return invalid("messages: text content blocks must be non-empty");
  }
  const end = blocks.at(-1)?.type;
  return role === "assistant" && isThought(end)
    ? invalid(`messages.${index}: The final block in an assistant message cannot be \`${end}\`.`)
    : undefined;
}

const isThought = (type) => type === "thinking" || type === "redacted_thinking";

/** The thoughts that were sent, as they are to come back. */
function thoughtsOf(chunks) {
  const blocks = new Map();
  for (const chunk of chunks) {
    if (chunk.type === "content_block_start" && isThought(chunk.content_block.type)) {
      blocks.set(chunk.index, { ...chunk.content_block });
    } else if (chunk.type === "content_block_delta" && blocks.has(chunk.index)) {
      const block = blocks.get(chunk.index);
      block.thinking += chunk.delta.thinking ?? "";
      block.signature = chunk.delta.signature ?? block.signature;
    }
  }
  return [...blocks.values()];
}

const lastOf = (messages) => messages.findLastIndex(({ role }) => role === "assistant");

function unanswered(messages, index) {
  const answered = new Set(blocksOf(messages[index + 1], "tool_result").map((block) => block.tool_use_id));
  const missing = blocksOf(messages[index], "tool_use").filter(({ id }) => !answered.has(id));
  return missing.length === 0
    ? undefined
    : invalid(
        `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.map(({ id }) => id).join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
      );
}

function unasked(messages, index) {
  const asked = new Set(blocksOf(messages[index - 1], "tool_use").map(({ id }) => id));
  const stray = blocksOf(messages[index], "tool_result").find((block) => !asked.has(block.tool_use_id));
  return stray === undefined
    ? undefined
    : invalid(
        `messages.${index}.content.0: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray.tool_use_id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      );
}

/** The last turn begins with its thoughts when it ends with calls, and their signatures are those that were sent. */
function wrongThoughts({ message, index, last }, chunks, thinking) {
  const signatures = new Set(
    chunks.flatMap((chunk) => (chunk.delta?.type === "signature_delta" ? [chunk.delta.signature] : [])),
  );
  const thoughts = blocksOf(message, "thinking");
  if (signatures.size > 0 && thoughts.some(({ signature }) => !signatures.has(signature))) {
    return invalid(`messages.${index}.content.0: Invalid \`signature\` in \`thinking\` block`);
  }
  const whole = thoughtsOf(chunks);
  const isSame = (given) =>
    whole.some((block) =>
      block.type === "thinking"
        ? block.signature === given.signature && block.thinking === given.thinking
        : block.data === given.data,
    );
  const given = [...thoughts, ...blocksOf(message, "redacted_thinking")];
  if (last && whole.length > 0 && !given.every(isSame)) {
    return invalid(
      `messages.${index}.content.0: \`thinking\` or \`redacted_thinking\` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.`,
    );
  }
  const wanted = signatures.size > 0 && thinking !== undefined && thinking.type !== "disabled";
  const first = Array.isArray(message.content) ? message.content[0]?.type : "text";
  return wanted && last && !isThought(first) && blocksOf(message, "tool_use").length > 0
    ? invalid(
        `messages.${index}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${first}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks).`,
      )
    : undefined;
}

export const frames = (chunks) =>
  chunks.map((chunk) => ({
    event: eventOf(chunk),
    data: typeof chunk === "string" ? chunk : JSON.stringify(chunk),
  }));

export function whole(chunks) {
  const message = structuredClone(chunks.find(({ type }) => type === "message_start").message);
  const inputs = [];
  for (const chunk of chunks) {
    if (chunk.type === "content_block_start") {
      message.content[chunk.index] = structuredClone(chunk.content_block);
      inputs[chunk.index] = "";
    } else if (chunk.type === "content_block_delta") {
      inputs[chunk.index] += chunk.delta.partial_json ?? "";
      for (const field of ["text", "thinking", "signature"]) {
        if (chunk.delta[field] !== undefined) {
          message.content[chunk.index][field] += chunk.delta[field];
        }
      }
    } else if (chunk.type === "content_block_stop" && message.content[chunk.index].type === "tool_use") {
      message.content[chunk.index].input = inputOf(inputs[chunk.index]);
    } else if (chunk.type === "message_delta") {
      Object.assign(message, chunk.delta);
      Object.assign(message.usage, chunk.usage);
    }
  }
  return message;
}

/** An input that broke off is none. */
function inputOf(json) {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

function list({ limit, after_id: after }) {
  const start = after === undefined ? 0 : models.findIndex(({ id }) => id === after) + 1;
  const data = models.slice(start, start + Math.min(2, Number(limit ?? 20)));
  return {
    status: 200,
    body: {
      data,
      has_more: start + data.length < models.length,
      first_id: data[0]?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
    },
  };
}

function model(id, name, window, output) {
  return {
    ...{ type: "model", id, display_name: name, created_at: "2025-10-01T00:00:00Z" },
    ...{ max_input_tokens: window, max_tokens: output, capabilities: null },
    ...{ deprecated_at: null, lifecycle: "active", line: null, retires_at: null },
  };
}

/** A page has two of them at most, so that whoever wants all must turn pages. */
const models = [
  model("claude-opus-4-5", "Claude Opus 4.5", 200_000, 64_000),
  model("claude-sonnet-4-5", "Claude Sonnet 4.5", 200_000, 64_000),
  model("claude-haiku-4-5", "Claude Haiku 4.5", 200_000, 64_000),
];
