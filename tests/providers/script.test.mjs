// Scripts that are played as models.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { startFake } from "./fake/app.mjs";
import { readScript } from "./fake/script.mjs";

const opened = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
});

/** Starts a server with a script and gives what asks it for turns of a ticket. */
async function scripted(script) {
  const folder = await mkdtemp(join(tmpdir(), "conductor-script-"));
  const file = join(folder, "a.script.json");
  await writeFile(file, JSON.stringify(script));
  return play(readScript(file), () => rm(folder, { recursive: true }));
}

async function play(script, close = () => undefined) {
  const fake = await startFake({ script });
  opened.push(fake.close, close);
  return async (contents, system = "You are a worker.") => {
    const response = await fetch(`${fake.url}/s/script/v1beta/models/gemini-x:generateContent`, {
      method: "POST",
      headers: { "x-goog-api-key": "good" },
      body: JSON.stringify({ contents, systemInstruction: { parts: [{ text: system }] } }),
    });
    const text = await response.text();
    const body = response.headers.get("content-type").includes("json") ? JSON.parse(text) : undefined;
    const content = body?.candidates?.[0].content;
    return { status: response.status, body, text, content, words: content?.parts[0].text };
  };
}

const user = (text) => ({ role: "user", parts: [{ text }] });
const prompt = user("# Ticket T-1: Round\n\nDo exactly this ticket:");

describe("a script", () => {
  it("is played turn by turn, each call answered, with signatures that must come back", async () => {
    const ask = await play(
      readScript(
        fileURLToPath(new URL("../../extension/sample/.conductor/demo.script.json", import.meta.url)),
      ),
    );
    const contents = [prompt];
    const names = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const { content, status } = await ask(contents);
      expect(status).toBe(200);
      const calls = content.parts.flatMap(({ functionCall }) => functionCall ?? []);
      names.push(...calls.map(({ name }) => name));
      const parts = calls.map(({ id, name }) => ({
        functionResponse: { id, name, response: { output: "done" } },
      }));
      contents.push(content, { role: "user", parts });
    }

    expect(names).toEqual(["read_file", "edit_file", "run_command", "finish"]);
    contents[1].parts.forEach((part) => delete part.thoughtSignature);
    expect((await ask(contents)).status).toBe(400);
  });

  it("tells usage that grows with the conversation, what was sent before as cached", async () => {
    const ask = await scripted({ "T-1": [{ text: "One." }, { text: "Two." }] });
    const { body: first, content } = await ask([prompt]);
    const { body: second } = await ask([prompt, content, user("Go on.")]);

    expect(first.usageMetadata.cachedContentTokenCount).toBeUndefined();
    expect(second.usageMetadata.promptTokenCount).toBeGreaterThan(first.usageMetadata.promptTokenCount);
    expect(second.usageMetadata.cachedContentTokenCount).toBeGreaterThan(0);
    expect(second.usageMetadata.cachedContentTokenCount).toBeLessThan(second.usageMetadata.promptTokenCount);
  });

  it("says the usage it has", async () => {
    const ask = await scripted({
      "T-1": [{ text: "One.", usage: { inputTokens: 5, outputTokens: 7, cachedInputTokens: 3 } }],
    });

    const { body } = await ask([prompt]);

    expect(body.usageMetadata).toEqual({
      ...{ promptTokenCount: 5, cachedContentTokenCount: 3, candidatesTokenCount: 7, totalTokenCount: 12 },
    });
  });

  it("fails once for each error before an answer, and each time for a refused key", async () => {
    const rateLimit = { error: { kind: "rateLimit", retryAfterMs: 250 } };
    const ask = await scripted({
      "T-1": [rateLimit, { text: "One.", error: { kind: "overloaded" } }],
      "T-2": [{ error: { kind: "auth" } }, { text: "Never." }],
    });
    const limited = await ask([prompt]);

    expect(limited.status).toBe(429);
    expect(limited.text).toContain('"retryDelay":"0.25s"');
    expect([(await ask([prompt])).status, (await ask([prompt])).words]).toEqual([503, "One."]);
    const other = [user("# Ticket T-2: Other")];
    expect([(await ask(other)).status, (await ask(other)).status]).toEqual([400, 400]);
  });

  it("plays other turns when a person has answered, and any ticket's for one it does not have", async () => {
    const ask = await scripted({
      "T-1": { turns: [{ text: "Ask." }], afterAnswer: [{ text: "Thanks." }] },
      "*": [{ text: "Any." }],
    });
    const answered = user(`${prompt.parts[0].text}\n\n## Answers and notes from a person\n\n40.00`);

    expect((await ask([prompt])).words).toBe("Ask.");
    expect((await ask([answered])).words).toBe("Thanks.");
    expect((await ask([user("# Ticket X-7")])).words).toBe("Any.");
  });

  it("explains failed commands one after the other, and greets whoever tries the connection", async () => {
    const ask = await scripted({ tier4: [{ text: "First." }, { text: "Second." }] });
    const explain = async () =>
      (await ask([user("exit code 1")], "A command failed. From its output, say why.")).words;

    expect([await explain(), await explain(), await explain()]).toEqual(["First.", "Second.", "Second."]);
    expect((await ask([user("Are you there?")])).words).toBe("OK.");
  });

  it("that is over is the test's mistake", async () => {
    const ask = await scripted({ "T-1": [] });

    expect(await ask([prompt])).toMatchObject({
      status: 418,
      text: "The script has no turn 0 for ticket T-1.\n",
    });
  });
});
