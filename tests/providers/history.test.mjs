// What providers refuse about the history they are sent, each with its own words.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFake } from "./fake/app.mjs";
import { shownScenario } from "./fake/scenarios.mjs";

let fake;

beforeAll(async () => {
  fake = await startFake();
});

afterAll(() => fake.close());

const paths = {
  gemini: "/v1beta/models/m:generateContent",
  "openai-chat": "/v1/chat/completions",
  "openai-responses": "/v1/responses",
  anthropic: "/v1/messages",
};

const headers = { "x-goog-api-key": "good", authorization: "Bearer good", "anthropic-version": "2023-06-01" };

/** The status, and the sentence of a refusal. */
async function said(provider, scenario, body) {
  const response = await fetch(`${fake.url}/history/${scenario}${paths[provider]}`, {
    method: "POST",
    headers,
    body: JSON.stringify({ model: "m", max_tokens: 9, ...body }),
  });
  const answer = await response.json();
  return { status: response.status, message: answer.error?.message };
}

describe("Gemini", () => {
  const user = { role: "user", parts: [{ text: "Hello." }] };
  const result = (id, name = "read_file") => ({
    functionResponse: { id, name, response: { output: "done" } },
  });
  const sent = (turn) =>
    shownScenario("gemini", "signatureOnFirstParallelCall").turns[turn].attempts[0].chunks.flatMap(
      ({ candidates }) => candidates[0].content.parts,
    );
  const asked = (calls, results = [result("fc-1"), result("fc-2")]) =>
    said("gemini", "signatureOnFirstParallelCall", {
      contents: [user, { role: "model", parts: calls }, { role: "user", parts: results }],
    });
  const [first, second] = sent(0);
  const signed = (part, thoughtSignature) => ({ ...part, thoughtSignature });
  const unsigned = { functionCall: first.functionCall };

  it("takes the signature where it was", async () => {
    expect((await asked([first, second])).status).toBe(200);
  });

  it.each(["skip_thought_signature_validator", "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I="])(
    "takes the documented stand-in %s",
    async (standIn) => {
      expect((await asked([signed(unsigned, standIn), second])).status).toBe(200);
    },
  );

  it.each([
    ["missing", [unsigned, second], "Function call is missing a thought_signature"],
    ["changed", [signed(first, "AAAA"), second], "Corrupted thought signature."],
    [
      "also on the second call",
      [first, signed(second, first.thoughtSignature)],
      "Corrupted thought signature.",
    ],
    [
      "moved to the second call",
      [unsigned, signed(second, first.thoughtSignature)],
      "Function call is missing",
    ],
  ])("refuses a signature that is %s", async (_, calls, message) => {
    expect(await asked(calls)).toEqual({ status: 400, message: expect.stringContaining(message) });
  });

  it("asks for the signature of every step of the turn", async () => {
    const [third] = sent(1);
    const steps = (call) =>
      said("gemini", "signatureOnFirstParallelCall", {
        contents: [
          ...[
            user,
            { role: "model", parts: [first, second] },
            { role: "user", parts: [result("fc-1"), result("fc-2")] },
          ],
          ...[
            { role: "model", parts: [call] },
            { role: "user", parts: [result("fc-3")] },
          ],
        ],
      });

    expect((await steps(third)).status).toBe(200);
    expect((await steps({ functionCall: third.functionCall })).status).toBe(400);
  });

  it("does not ask for signatures of turns before", async () => {
    const contents = [
      user,
      { role: "model", parts: [unsigned, second] },
      { role: "user", parts: [result("fc-1"), result("fc-2")] },
    ];
    const done = { role: "model", parts: [{ text: "Done." }] };

    expect(
      (await said("gemini", "signatureOnFirstParallelCall", { contents: [...contents, done, user] })).status,
    ).toBe(200);
  });

  it.each([
    ["one of two", [result("fc-1")]],
    ["another id", [result("fc-1"), result("fc-9")]],
    ["another name", [result("fc-1"), result("fc-2", "list_files")]],
    ["no result", [{ text: "Go on." }]],
    [
      "a text for an object",
      [result("fc-1"), { functionResponse: { id: "fc-2", name: "read_file", response: "done" } }],
    ],
  ])("refuses results that do not fit the calls: %s", async (_, results) => {
    expect((await asked([first, second], results)).status).toBe(400);
  });

  it.each([
    [
      "a budget and a level of thinking",
      { generationConfig: { thinkingConfig: { thinkingBudget: 1, thinkingLevel: "LOW" } } },
      "only one of",
    ],
    [
      "a name that is none",
      { tools: [{ functionDeclarations: [{ name: "1 file" }] }] },
      "Invalid function name",
    ],
    [
      "two schemas",
      { tools: [{ functionDeclarations: [{ name: "f", parameters: {}, parametersJsonSchema: {} }] }] },
      "Both",
    ],
  ])("refuses %s", async (_, settings, message) => {
    expect(await said("gemini", "text", { contents: [user], ...settings })).toEqual({
      status: 400,
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ["gemini-2.5-flash", {}, 200],
    ["gemini-3-pro-preview", {}, 400],
    ["gemini-3-pro-preview", { thoughtSignature: "skip_thought_signature_validator" }, 200],
  ])(
    "asks, as %s, for a signature also where it gave none: %j is answered with %i",
    async (model, mark, status) => {
      const call = { functionCall: { name: "read_file", args: {} }, ...mark };
      const response = await fetch(
        `${fake.url}/history/toolsTwoTurns/v1beta/models/${model}:generateContent`,
        {
          method: "POST",
          headers,
          body: JSON.stringify({
            contents: [user, { role: "model", parts: [call] }, { role: "user", parts: [result(undefined)] }],
          }),
        },
      );

      expect(response.status).toBe(status);
    },
  );
});

describe("OpenAI chat", () => {
  const user = { role: "user", content: "Hello." };
  const call = { id: "call_1", type: "function", function: { name: "read_file", arguments: "{}" } };
  const calls = { role: "assistant", tool_calls: [call] };
  const result = (id) => ({ role: "tool", tool_call_id: id, content: "done" });

  it.each([
    ["a call without a result", [user, calls, user], "call_1"],
    [
      "a result of another call",
      [user, calls, result("call_9")],
      "must be a response to a preceeding message",
    ],
    ["a result without a call", [user, result("call_1")], "must be a response to a preceeding message"],
    [
      "an empty list of calls",
      [user, { role: "assistant", content: "Hm.", tool_calls: [] }, user],
      "empty array",
    ],
    ["an answer of nothing", [user, { role: "assistant", content: null }, user], "expected a string"],
  ])("refuses %s", async (_, messages, message) => {
    expect(await said("openai-chat", "tool", { messages })).toEqual({
      status: 400,
      message: expect.stringContaining(message),
    });
  });
});

describe("OpenAI responses", () => {
  const user = { role: "user", content: "Hello." };
  const [thought, call] = shownScenario("openai-responses", "thoughts").turns[0].attempts[0].chunks.at(-1)
    .response.output;
  const result = { type: "function_call_output", call_id: call.call_id, output: "done" };

  it.each([
    ["a call without a result", [user, thought, call], "No tool output found for function call call_1."],
    [
      "a result without a call",
      [user, result],
      "No tool call found for function call output with call_id call_1.",
    ],
    ["a call without its reasoning", [user, call, result], "without its required 'reasoning' item"],
    [
      "other encrypted content",
      [user, { ...thought, encrypted_content: "AAAA" }, call, result],
      "could not be verified",
    ],
  ])("refuses %s", async (_, input, message) => {
    expect(await said("openai-responses", "thoughts", { input })).toEqual({
      status: 400,
      message: expect.stringContaining(message),
    });
  });

  it("has stored nothing to go on from", async () => {
    const { status, message } = await said("openai-responses", "text", {
      input: "Hello.",
      previous_response_id: "resp_1",
    });

    expect({ status, message }).toEqual({
      status: 400,
      message: "Previous response with id 'resp_1' not found.",
    });
  });
});

describe("Anthropic", () => {
  const user = { role: "user", content: "Hello." };
  const use = { type: "tool_use", id: "toolu_1", name: "read_file", input: {} };
  const thinking = { type: "thinking", thinking: "Hm.", signature: "AAAA" };
  const used = (...content) => ({ role: "assistant", content });
  const deltas = shownScenario("anthropic", "thoughts")
    .turns[0].attempts[0].chunks.filter(({ type, index }) => type === "content_block_delta" && index === 0)
    .map(({ delta }) => delta);
  const sent = {
    type: "thinking",
    thinking: deltas.map((delta) => delta.thinking ?? "").join(""),
    signature: deltas.findLast((delta) => delta.signature).signature,
  };
  const result = (id) => ({
    role: "user",
    content: [{ type: "tool_result", tool_use_id: id, content: "done" }],
  });

  it.each([
    [
      "a call without a result",
      [user, used(use), user],
      "without `tool_result` blocks immediately after: toolu_1",
    ],
    [
      "a result without a call",
      [user, result("toolu_1")],
      "unexpected `tool_use_id` found in `tool_result` blocks: toolu_1",
    ],
    [
      "a changed signature",
      [user, used(thinking, use), result("toolu_1")],
      "Invalid `signature` in `thinking` block",
    ],
    ["calls without the thoughts before them", [user, used(use), result("toolu_1")], "but found `tool_use`"],
    [
      "thoughts with other words",
      [user, used({ ...sent, thinking: `${sent.thinking} More.` }, use), result("toolu_1")],
      "cannot be modified",
    ],
    [
      "an answer that ends in a thought",
      [user, used(thinking), user],
      "The final block in an assistant message",
    ],
    ["an empty text", [user, used({ type: "text", text: "" }), user], "must be non-empty"],
  ])("refuses %s", async (_, messages, message) => {
    expect(await said("anthropic", "thoughts", { messages, thinking: { type: "adaptive" } })).toEqual({
      status: 400,
      message: expect.stringContaining(message),
    });
  });

  it("takes thoughts as they were sent", async () => {
    const messages = [user, used(sent, use), result("toolu_1")];

    expect((await said("anthropic", "thoughts", { messages, thinking: { type: "adaptive" } })).status).toBe(
      200,
    );
  });

  it("does not ask for thoughts that are switched off", async () => {
    const messages = [user, used(use), result("toolu_1")];

    expect((await said("anthropic", "thoughts", { messages })).status).toBe(200);
  });
});
