// Gemini's REST interface.
import { deny, failure, rateLimited } from "./geminiErrors.mjs";
import { refuseHistory } from "./geminiHistory.mjs";
import { tokensOf } from "./tokens.mjs";

export const format = "sse";

export const speaks = ({ path }) => path.startsWith("/v1beta/");

/** @type {import("./providers.mjs").Provider["route"]} */
export function route({ method, path, query, headers, body }) {
  const denied = deny(headers["x-goog-api-key"]);
  if (denied !== undefined) {
    return denied;
  }
  const [, id, action] = /^\/v1beta\/models\/([^:]+)(?::(\w+))?$/.exec(path) ?? [];
  if (id === "no-such-model") {
    return noSuchModel(id, action ?? "generateContent");
  }
  const known = {
    "GET list": () => list(query),
    "GET one": () => ({
      status: 200,
      body: models.find(({ name }) => name === `models/${id}`) ?? noSuchModel(id, "generateContent").body,
    }),
    "POST countTokens": () => ({ status: 200, body: count(body) }),
    "POST generateContent": () => ({ stream: false }),
    // Without alt=sse the real thing streams a JSON array, which nobody here reads.
    "POST streamGenerateContent": () => (query.alt === "sse" ? { stream: true } : undefined),
  };
  return known[`${method} ${path === "/v1beta/models" ? "list" : (action ?? "one")}`]?.();
}

export const turnOf = (body) => body.contents.filter(({ role }) => role === "model").length;

export const refuse = refuseHistory;

export const frames = (chunks) =>
  chunks.map((chunk) => ({ data: typeof chunk === "string" ? chunk : JSON.stringify(chunk) }));

/** All chunks as one: texts that follow each other are one part, the last usage stands. */
export function whole(chunks) {
  const parts = [];
  for (const part of chunks.flatMap((chunk) => chunk.candidates?.[0].content?.parts ?? [])) {
    const last = parts.at(-1);
    const joins = last?.text !== undefined && part.text !== undefined && last.thought === part.thought;
    if (joins && last.thoughtSignature === undefined) {
      parts[parts.length - 1] = { ...last, ...part, text: last.text + part.text };
    } else {
      parts.push(part);
    }
  }
  const result = Object.assign({}, ...chunks);
  const candidate = Object.assign({}, ...chunks.map((chunk) => chunk.candidates?.[0] ?? {}));
  const content = parts.length > 0 ? { content: { parts, role: "model" } } : {};
  return chunks.some((chunk) => chunk.candidates)
    ? { ...result, candidates: [{ ...candidate, ...content }] }
    : result;
}

/** @type {import("./providers.mjs").Provider["scripted"]} */
export function scripted({ id, model, pieces, calls, usage }) {
  const about = { modelVersion: model, responseId: id };
  const callParts = calls.map(({ id: call, name, arguments: args }, index) => ({
    functionCall: { id: call, name, args },
    ...(index === 0 ? { thoughtSignature: signatureOf(id) } : {}),
  }));
  const texts = pieces.map((text) => ({
    candidates: [{ content: { parts: [{ text }], role: "model" }, index: 0 }],
    ...about,
  }));
  const usageMetadata = {
    promptTokenCount: usage.input,
    ...(usage.cached > 0 ? { cachedContentTokenCount: usage.cached } : {}),
    candidatesTokenCount: usage.output,
    totalTokenCount: usage.input + usage.output,
  };
  const parts = callParts.length > 0 ? callParts : [{ text: "" }];
  return [
    ...texts,
    {
      candidates: [{ content: { parts, role: "model" }, finishReason: "STOP", index: 0 }],
      usageMetadata,
      ...about,
    },
  ];
}

/** @type {import("./providers.mjs").Provider["fails"]} */
export function fails({ kind, retryAfterMs }) {
  const failures = {
    rateLimit: () => rateLimited(`${(retryAfterMs ?? 1000) / 1000}s`),
    overloaded: () => failure(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
    auth: () => deny("bad-key"),
    server: () =>
      failure(
        500,
        "INTERNAL",
        "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting",
      ),
  };
  return failures[kind]();
}

const textOf = (content) => (content?.parts ?? []).map((part) => part.text ?? "").join("\n");

/** @type {import("./providers.mjs").Provider["said"]} */
export const said = ({ contents, systemInstruction }) => ({
  ...{ contents, system: textOf(systemInstruction) },
  prompt: contents
    .filter(({ role }) => role !== "model")
    .map(textOf)
    .join("\n"),
});

export const modelOf = ({ path }) => /models\/([^:]+)/.exec(path)[1];

const signatureOf = (id) => Buffer.from(`signature of ${id}`).toString("base64");

function noSuchModel(id, action) {
  return failure(
    404,
    "NOT_FOUND",
    `models/${id} is not found for API version v1beta, or is not supported for ${action}. Call ListModels to see the list of available models and their supported methods.`,
  );
}

function count(body) {
  const counted = body.generateContentRequest ?? body;
  const { contents, systemInstruction, tools } = counted;
  const totalTokens =
    tokensOf(contents) +
    (systemInstruction ? tokensOf(systemInstruction) : 0) +
    (tools ? tokensOf(tools) : 0);
  return { totalTokens, promptTokensDetails: [{ modality: "TEXT", tokenCount: totalTokens }] };
}

/** A page has three models at most, so that whoever wants all must turn pages. */
function list({ pageSize, pageToken }) {
  const start = pageToken === undefined ? 0 : Number(pageToken.slice("page-".length));
  const end = start + Math.min(3, Number(pageSize ?? 50));
  const next = end < models.length ? { nextPageToken: `page-${end}` } : {};
  return { status: 200, body: { models: models.slice(start, end), ...next } };
}

const generates = ["generateContent", "countTokens", "createCachedContent", "batchGenerateContent"];

function model(
  id,
  displayName,
  { inputTokenLimit = 1_048_576, outputTokenLimit = 65_536, methods = generates, thinking = true } = {},
) {
  return {
    name: `models/${id}`,
    version: "001",
    displayName,
    ...{ inputTokenLimit, outputTokenLimit },
    supportedGenerationMethods: methods,
    temperature: 1,
    topP: 0.95,
    topK: 64,
    maxTemperature: 2,
    ...(thinking ? { thinking } : {}),
  };
}

const models = [
  model("embedding-gecko-001", "Embedding Gecko", {
    inputTokenLimit: 1024,
    outputTokenLimit: 1,
    methods: ["embedText", "countTextTokens"],
    thinking: false,
  }),
  model("gemini-2.5-flash-lite", "Gemini 2.5 Flash-Lite"),
  model("gemini-2.5-flash", "Gemini 2.5 Flash"),
  model("gemini-2.5-pro", "Gemini 2.5 Pro"),
  model("gemini-2.0-flash", "Gemini 2.0 Flash", { outputTokenLimit: 8192, thinking: false }),
  model("gemini-3-pro-preview", "Gemini 3 Pro Preview"),
  model("gemini-embedding-001", "Gemini Embedding 001", {
    inputTokenLimit: 2048,
    outputTokenLimit: 1,
    methods: ["embedContent", "countTextTokens"],
    thinking: false,
  }),
];
