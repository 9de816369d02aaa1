// OpenAI's chat completions, as many others speak them too.
import { deny, failure, modelList } from "./openai.mjs";

export const format = "sse";

/** Both of OpenAI's interfaces list models; so does Anthropic's, which names its version. */
export const speaks = ({ path, headers }) =>
  path === "/v1/chat/completions" || (path === "/v1/models" && headers["anthropic-version"] === undefined);

/** @type {import("./providers.mjs").Provider["route"]} */
export function route({ method, path, headers, body }) {
  const denied = deny(headers, body);
  if (denied !== undefined) {
    return denied;
  }
  if (path === "/v1/models") {
    return method === "GET" ? modelList : undefined;
  }
  return method === "POST" ? { stream: body.stream === true } : undefined;
}

export const turnOf = (body) => body.messages.filter(({ role }) => role === "assistant").length;

/** @type {import("./providers.mjs").Provider["refuse"]} */
export function refuse({ messages }) {
  /** @type {Set<string>} */
  let open = new Set();
  for (const [index, message] of messages.entries()) {
    if (message.role === "tool") {
      if (!open.delete(message.tool_call_id)) {
        return wrong(
          `messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.`,
          index,
        );
      }
    } else if (open.size > 0) {
      break;
    } else if (message.tool_calls?.length === 0) {
      return wrong(
        `Invalid 'messages[${index}].tool_calls': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
      );
    } else if (message.role === "assistant" && message.tool_calls === undefined && !message.content) {
      return wrong(`Invalid value for 'content': expected a string, got null.`, index);
    } else {
      open = new Set((message.tool_calls ?? []).map(({ id }) => id));
    }
  }
  return open.size === 0
    ? undefined
    : wrong(
        `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(", ")}`,
      );
}

function wrong(message, index) {
  return failure(400, { message, param: index === undefined ? "messages" : `messages.[${index}].role` });
}

/**
 * Usage has an event of its own, for those who ask for it.
 * @type {import("./providers.mjs").Provider["frames"]}
 */
export function frames(chunks, { noDone } = {}, body = { stream_options: { include_usage: true } }) {
  const isWanted = (chunk) => body.stream_options?.include_usage || chunk.choices?.length !== 0;
  const events = chunks
    .filter(isWanted)
    .map((chunk) => ({ data: typeof chunk === "string" ? chunk : JSON.stringify(chunk) }));
  return noDone ? events : [...events, { data: "[DONE]" }];
}

export function whole(chunks) {
  const message = { role: "assistant", content: null, refusal: null };
  let finish = null;
  for (const choice of chunks.flatMap((chunk) => chunk.choices)) {
    const { content, refusal, reasoning_content: reasoning, tool_calls: calls } = choice.delta;
    for (const [field, text] of Object.entries({ content, refusal, reasoning_content: reasoning })) {
      message[field] =
        typeof text === "string" ? (message[field] ?? "") + text : (message[field] ?? undefined);
    }
    for (const call of calls ?? []) {
      message.tool_calls ??= [];
      const known = (message.tool_calls[call.index] ??= {
        id: call.id,
        type: "function",
        function: { name: call.function.name, arguments: "" },
      });
      known.function.arguments += call.function.arguments ?? "";
    }
    finish = choice.finish_reason ?? finish;
  }
  const { id, created, model } = chunks[0];
  const usage = chunks.findLast((chunk) => chunk.usage)?.usage;
  return {
    ...{ id, object: "chat.completion", created, model },
    choices: [
      {
        index: 0,
        message: { ...message, content: message.content ?? null, refusal: message.refusal ?? null },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    usage,
  };
}

/** @type {import("./providers.mjs").Provider["scripted"]} */
export function scripted({ id, model, pieces, calls, usage }) {
  const about = { id, object: "chat.completion.chunk", created: 1_750_000_000, model };
  const said = (delta, finish = null) => ({
    ...about,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });
  return [
    said({ role: "assistant", content: "" }),
    ...pieces.map((content) => said({ content })),
    ...calls.map(({ id: call, name, arguments: args }, index) =>
      said({
        tool_calls: [
          { index, id: call, type: "function", function: { name, arguments: JSON.stringify(args) } },
        ],
      }),
    ),
    said({}, calls.length > 0 ? "tool_calls" : "stop"),
    {
      ...about,
      choices: [],
      usage: {
        prompt_tokens: usage.input,
        completion_tokens: usage.output,
        total_tokens: usage.input + usage.output,
        prompt_tokens_details: { cached_tokens: usage.cached, audio_tokens: 0 },
      },
    },
  ];
}

/** @type {import("./providers.mjs").Provider["fails"]} */
export function fails({ kind, retryAfterMs = 1000 }) {
  const failures = {
    rateLimit: () => ({
      ...failure(429, {
        message: "Rate limit reached. Please try again later.",
        type: "requests",
        code: "rate_limit_exceeded",
      }),
      headers: {
        "retry-after-ms": String(retryAfterMs),
        "retry-after": String(Math.ceil(retryAfterMs / 1000)),
      },
    }),
    overloaded: () =>
      failure(503, {
        message: "The engine is currently overloaded, please try again later",
        type: "server_error",
      }),
    auth: () => deny({ authorization: "Bearer bad-key" }),
    server: () =>
      failure(500, {
        message: "The server had an error while processing your request. Sorry about that!",
        type: "server_error",
      }),
  };
  return failures[kind]();
}

const textOf = ({ content }) =>
  Array.isArray(content) ? content.map((part) => part.text ?? "").join("\n") : (content ?? "");

/** @type {import("./providers.mjs").Provider["said"]} */
export const said = ({ messages }) => {
  const by = (...roles) =>
    messages
      .filter(({ role }) => roles.includes(role))
      .map(textOf)
      .join("\n");
  return { contents: messages, system: by("system", "developer"), prompt: by("user") };
};

export const modelOf = ({ body }) => body.model;
