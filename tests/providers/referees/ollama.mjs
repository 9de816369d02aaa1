// The ollama client as referee.
import { Ollama } from "ollama";

/** @type {import("./referee.mjs").Referee} */
export const ollama = {
  name: "ollama",
  async read({ base, history, stream, said, signal, model = "qwen3:4b" }) {
    const client = new Ollama({ host: base, fetch: (url, init) => fetch(url, { ...init, signal }) });
    const asked = { model, messages: history, stream };
    const answer = { text: "", reasoning: "", calls: [] };
    const turn = { role: "assistant", content: "" };
    let last;
    for await (const chunk of stream ? await client.chat(asked) : [await client.chat(asked)]) {
      const { content, thinking = "", tool_calls: calls = [] } = chunk.message;
      answer.text += content;
      answer.reasoning += thinking;
      answer.calls.push(
        ...calls.map(({ id, function: call }) => ({ name: call.name, arguments: call.arguments, id })),
      );
      turn.content += content;
      turn.tool_calls = [...(turn.tool_calls ?? []), ...calls];
      if (content !== "") {
        said(content);
      }
      last = chunk;
    }
    // The client neither minds a line it cannot read nor an end that is none.
    if (!last?.done) {
      throw new Error("The stream ended before it was done.");
    }
    const usage = { input: last.prompt_eval_count, cached: 0, output: last.eval_count };
    return { ...answer, usage, finish: last.done_reason, turn };
  },
  user: (content) => ({ role: "user", content }),
  results: ({ calls }) => calls.map(({ name }) => ({ role: "tool", tool_name: name, content: "done" })),
  finishes: { stop: "stop", length: "length" },
  models: async (base) => (await new Ollama({ host: base }).list()).models.map(({ name }) => name),
};
