// @google/genai as referee.
import { GoogleGenAI } from "@google/genai";

// The client takes keys and addresses from the environment before what it is told.
for (const name of [
  "GOOGLE_API_KEY",
  "GEMINI_API_KEY",
  "GOOGLE_GEMINI_BASE_URL",
  "GOOGLE_GENAI_USE_VERTEXAI",
]) {
  delete process.env[name];
}

const clientOf = (base, key) =>
  new GoogleGenAI({ apiKey: key, vertexai: false, httpOptions: { baseUrl: base } });

/** @type {import("./referee.mjs").Referee} */
export const gemini = {
  name: "gemini",
  async read({ base, history, stream, said, signal, key = "good", model = "gemini-2.5-flash-lite" }) {
    const { models } = clientOf(base, key);
    const asked = { model, contents: history, config: { abortSignal: signal, automaticContinuation: false } };
    const parts = [];
    let last;
    for await (const response of stream
      ? await models.generateContentStream(asked)
      : [await models.generateContent(asked)]) {
      last = {
        ...last,
        ...response,
        ...(response.candidates ? { candidate: { ...last?.candidate, ...response.candidates[0] } } : {}),
      };
      const got = response.candidates?.[0].content?.parts ?? [];
      parts.push(...got);
      got.filter((part) => part.text && !part.thought).forEach((part) => said(part.text));
    }
    const words = (thought) =>
      parts
        .filter((part) => part.text !== undefined && Boolean(part.thought) === thought)
        .map((part) => part.text);
    return {
      text: words(false).join(""),
      reasoning: words(true).join(""),
      calls: parts.flatMap(({ functionCall: call }) =>
        call ? [{ name: call.name, arguments: call.args, id: call.id }] : [],
      ),
      usage: usageOf(last.usageMetadata),
      finish: last.candidate?.finishReason ?? last.promptFeedback.blockReason,
      blocked: last.candidate === undefined,
      turn: { role: "model", parts },
    };
  },
  user: (text) => ({ role: "user", parts: [{ text }] }),
  results: ({ calls }) => [
    {
      role: "user",
      parts: calls.map(({ id, name }) => ({
        functionResponse: { ...(id === undefined ? {} : { id }), name, response: { output: "done" } },
      })),
    },
  ],
  finishes: {
    ...{
      STOP: "stop",
      MAX_TOKENS: "length",
      SAFETY: "contentFilter",
      RECITATION: "contentFilter",
      SPII: "contentFilter",
    },
    ...{ BLOCKLIST: "contentFilter", PROHIBITED_CONTENT: "contentFilter", IMAGE_SAFETY: "contentFilter" },
    ...{ IMAGE_PROHIBITED_CONTENT: "contentFilter", IMAGE_RECITATION: "contentFilter" },
    ...{
      MALFORMED_FUNCTION_CALL: "malformedCall",
      UNEXPECTED_TOOL_CALL: "malformedCall",
      TOO_MANY_TOOL_CALLS: "malformedCall",
    },
  },
  async models(base, key) {
    const names = [];
    for await (const { name } of await clientOf(base, key).models.list()) {
      names.push(name);
    }
    return names;
  },
  count: async (base, history) =>
    (await clientOf(base, "good").models.countTokens({ model: "gemini-2.5-flash-lite", contents: history }))
      .totalTokens,
};

function usageOf({
  promptTokenCount,
  cachedContentTokenCount = 0,
  candidatesTokenCount = 0,
  thoughtsTokenCount,
}) {
  return {
    ...{ input: promptTokenCount, cached: cachedContentTokenCount },
    output: candidatesTokenCount + (thoughtsTokenCount ?? 0),
    reasoning: thoughtsTokenCount,
  };
}
