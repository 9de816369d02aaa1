// @anthropic-ai/sdk as referee.
import Anthropic from "@anthropic-ai/sdk";
import { callOf } from "./referee.mjs";

const clientOf = (base, key) =>
  new Anthropic({ apiKey: key, authToken: null, baseURL: base, maxRetries: 0, logLevel: "off" });

/** @type {import("./referee.mjs").Referee} */
export const anthropic = {
  name: "anthropic",
  async read({ base, history, stream, said, signal, key = "good", model = "claude-sonnet-4-5" }) {
    const { messages } = clientOf(base, key);
    const asked = { model, max_tokens: 1000, messages: history };
    const inputs = new Map();
    const streamed = () => {
      const runner = messages.stream(asked, { signal });
      runner.on("text", said);
      runner.on("streamEvent", ({ index, delta }) => {
        if (delta?.type === "input_json_delta") {
          inputs.set(index, (inputs.get(index) ?? "") + delta.partial_json);
        }
      });
      return runner.finalMessage();
    };
    const message = await (stream ? streamed() : messages.create(asked, { signal }));
    const joined = (type, field) =>
      message.content.map((block) => (block.type === type ? block[field] : "")).join("");
    return {
      text: joined("text", "text"),
      reasoning: joined("thinking", "thinking"),
      calls: message.content.flatMap(({ type, id, name, input }, index) =>
        type === "tool_use" ? [callOf({ id, name, text: inputs.get(index) || JSON.stringify(input) })] : [],
      ),
      usage: usageOf(message.usage),
      finish: message.stop_reason,
      turn: { role: "assistant", content: message.content },
    };
  },
  user: (content) => ({ role: "user", content }),
  results: ({ calls }) => [
    {
      role: "user",
      content: calls.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content: "done" })),
    },
  ],
  finishes: {
    ...{ end_turn: "stop", max_tokens: "length", model_context_window_exceeded: "length" },
    ...{ refusal: "contentFilter", tool_use: "toolCalls", pause_turn: "pause" },
  },
  async models(base, key) {
    const ids = [];
    for await (const { id } of clientOf(base, key).models.list()) {
      ids.push(id);
    }
    return ids;
  },
  count: async (base, history) =>
    (await clientOf(base, "good").messages.countTokens({ model: "claude-sonnet-4-5", messages: history }))
      .input_tokens,
};

function usageOf(usage) {
  const { cache_creation_input_tokens: cacheWrite, cache_read_input_tokens: cached } = usage;
  return {
    input: usage.input_tokens + cacheWrite + cached,
    ...{ cached, cacheWrite, output: usage.output_tokens },
    reasoning: usage.output_tokens_details?.thinking_tokens,
  };
}
