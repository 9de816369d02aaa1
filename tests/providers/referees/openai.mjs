// openai as referee, for chat completions and for responses.
import OpenAI from "openai";
import { callOf } from "./referee.mjs";

const clientOf = (base, key) =>
  new OpenAI({
    apiKey: key,
    baseURL: `${base}/v1`,
    maxRetries: 0,
    organization: null,
    project: null,
    logLevel: "off",
  });

async function models(base, key) {
  const ids = [];
  for await (const { id } of clientOf(base, key).models.list()) {
    ids.push(id);
  }
  return ids;
}

/** @type {import("./referee.mjs").Referee} */
export const chat = {
  name: "openai-chat",
  async read({ base, history, stream, said, signal, key = "good", model = "gpt-4.1" }) {
    const { completions } = clientOf(base, key).chat;
    const asked = { model, messages: history };
    let reasoning = "";
    const streamed = () => {
      const runner = completions.stream({ ...asked, stream_options: { include_usage: true } }, { signal });
      runner.on("content", said);
      // Compatible endpoints have it, the client only hands it on.
      runner.on("chunk", ({ choices }) => (reasoning += choices[0]?.delta.reasoning_content ?? ""));
      return runner.finalChatCompletion();
    };
    const completion = await (stream ? streamed() : completions.create(asked, { signal }));
    const { message, finish_reason: finish } = completion.choices[0];
    const calls = message.tool_calls ?? [];
    return {
      text: message.content ?? "",
      reasoning: stream ? reasoning : (message.reasoning_content ?? ""),
      refusal: message.refusal ?? "",
      calls: calls.map(({ id, function: { name, arguments: text } }) => callOf({ id, name, text })),
      usage: completion.usage ? usageOf(completion.usage) : undefined,
      finish,
      turn: {
        role: "assistant",
        content: message.content,
        ...(calls.length > 0 ? { tool_calls: calls } : {}),
      },
    };
  },
  user: (content) => ({ role: "user", content }),
  results: ({ calls }) => calls.map(({ id }) => ({ role: "tool", tool_call_id: id, content: "done" })),
  finishes: { stop: "stop", length: "length", content_filter: "contentFilter", tool_calls: "toolCalls" },
  models,
};

/** @type {import("./referee.mjs").Referee} */
export const responses = {
  name: "openai-responses",
  async read({ base, history, stream, said, signal, key = "good", model = "gpt-5.1" }) {
    const client = clientOf(base, key).responses;
    const asked = { model, input: history.flat(), store: false, include: ["reasoning.encrypted_content"] };
    const streamed = () => {
      const runner = client.stream(asked, { signal });
      runner.on("response.output_text.delta", ({ delta }) => said(delta));
      return runner.finalResponse();
    };
    const response = await (stream ? streamed() : client.create(asked, { signal }));
    const of = (type) => response.output.filter((item) => item.type === type);
    const contents = of("message").flatMap(({ content }) => content);
    return {
      text: response.output_text,
      reasoning: of("reasoning")
        .flatMap(({ summary }) => summary.map(({ text }) => text))
        .join(""),
      refusal: contents.map(({ refusal }) => refusal ?? "").join(""),
      calls: of("function_call").map(({ call_id: id, name, arguments: text }) => callOf({ id, name, text })),
      usage: usageOf(response.usage),
      finish: response.incomplete_details?.reason ?? response.status,
      turn: response.output,
    };
  },
  user: (content) => ({ role: "user", content }),
  results: ({ calls }) =>
    calls.map(({ id }) => ({ type: "function_call_output", call_id: id, output: "done" })),
  finishes: { completed: "stop", max_output_tokens: "length", content_filter: "contentFilter" },
  models,
};

function usageOf(usage) {
  const input = usage.prompt_tokens_details ?? usage.input_tokens_details;
  const output = usage.completion_tokens_details ?? usage.output_tokens_details;
  return {
    ...{ input: usage.prompt_tokens ?? usage.input_tokens, cached: input.cached_tokens },
    ...{ output: usage.completion_tokens ?? usage.output_tokens, reasoning: output.reasoning_tokens },
  };
}
