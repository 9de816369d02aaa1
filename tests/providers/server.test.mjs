import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFake } from "./fake/app.mjs";
import { shownScenario } from "./fake/scenarios.mjs";

let fake;
let sessions = 0;

beforeAll(async () => {
  fake = await startFake();
});

afterAll(() => fake.close());

const newSession = () => `server-${(sessions += 1)}`;

function ask(session, scenario, { contents = [user("Hello.")], signal } = {}) {
  return fetch(`${fake.url}/${session}/${scenario}/v1beta/models/m:streamGenerateContent?alt=sse`, {
    method: "POST",
    headers: { "x-goog-api-key": "good" },
    body: JSON.stringify({ contents }),
    signal,
  });
}

const user = (text) => ({ role: "user", parts: [{ text }] });

/** How many bytes of a body come, and whether its end is one. */
async function bytesOf(response) {
  let bytes = 0;
  try {
    for await (const chunk of response.body) {
      bytes += chunk.length;
    }
    return { bytes, whole: true };
  } catch {
    return { bytes, whole: false };
  }
}

const requestsOf = async (session, rest = "") =>
  (await fetch(`${fake.url}/__requests/${session}${rest}`)).json();

describe("a variant", () => {
  it("cuts the stream after so many bytes, each time", async () => {
    const session = newSession();
    for (const cut of [0, 1, 137]) {
      const scenario = `text@cut=${cut}`;
      expect(await bytesOf(await ask(session, scenario))).toEqual({ bytes: cut, whole: false });
      expect(await bytesOf(await ask(session, scenario))).toEqual({ bytes: cut, whole: false });
    }
  });

  it("cuts nothing when the stream is shorter", async () => {
    const { bytes } = shownScenario("gemini", "text").turns[0].attempts[0];

    expect(await bytesOf(await ask(newSession(), `text@cut=${bytes - 1}`))).toEqual({
      bytes: bytes - 1,
      whole: false,
    });
    expect(await bytesOf(await ask(newSession(), `text@cut=${bytes}`))).toEqual({ bytes, whole: true });
  });

  it("cuts only the first time when it says once", async () => {
    const session = newSession();

    expect((await bytesOf(await ask(session, "text@cutOnce=137"))).whole).toBe(false);
    expect((await bytesOf(await ask(session, "text@cutOnce=137"))).whole).toBe(true);
  });

  it("falls silent until the client goes, which the log tells", async () => {
    const session = newSession();
    const gone = new AbortController();
    const response = await ask(session, "text@hang=1", { signal: gone.signal });
    await response.body.getReader().read();
    gone.abort();

    const [{ ended, status }] = await requestsOf(session, "/wait?count=1&ended=1");

    expect({ ended, status }).toEqual({ ended: "clientClosed", status: 200 });
  });

  it.each(["text@nonsense", "text@cut=some", "text@cut", "nonsense", "../gemini/text"])(
    "that does not exist is the test's mistake: %s",
    async (name) => {
      const response = await ask(newSession(), encodeURIComponent(name));

      expect(response.status).toBe(418);
      expect(await response.text()).toContain(name);
    },
  );
});

describe("attempts", () => {
  it("are counted for each session, until it is cleared, and the last one repeats", async () => {
    const [one, other] = [newSession(), newSession()];
    const status = async (session) => (await ask(session, "rateLimitThenText")).status;

    expect([await status(one), await status(one), await status(one), await status(other)]).toEqual([
      429, 200, 200, 429,
    ]);
    await fetch(`${fake.url}/__requests/${one}`, { method: "DELETE" });
    expect(await status(one)).toBe(429);
  });

  it("are not used up by what is refused", async () => {
    const session = newSession();
    await fetch(`${fake.url}/${session}/rateLimitThenText/v1beta/models/m:generateContent`, {
      method: "POST",
      headers: { "x-goog-api-key": "bad-key" },
      body: JSON.stringify({ contents: [user("Hello.")] }),
    });
    await ask(session, "rateLimitThenText");

    const told = (await requestsOf(session)).map(({ status, turn, attempt }) => ({ status, turn, attempt }));

    expect(told).toEqual([
      { status: 400, turn: null, attempt: null },
      { status: 429, turn: 0, attempt: 0 },
    ]);
  });
});

describe("without a key", () => {
  it.each([
    ["Gemini", "v1beta/models", {}, 400],
    ["OpenAI", "v1/models", {}, 401],
    ["Anthropic", "v1/models", { "anthropic-version": "2026-10-21" }, 401],
    ["Ollama", "api/tags", {}, 200],
  ])("%s answers as it does", async (_, path, headers, status) => {
    expect((await fetch(`${fake.url}/${newSession()}/text/${path}`, { headers })).status).toBe(status);
  });
});

describe("the log", () => {
  it("holds what was sent", async () => {
    const session = newSession();
    await bytesOf(await ask(session, "text@crlf"));

    const [{ headers, ...entry }] = await requestsOf(session, "/wait?count=1&ended=1");

    expect(headers["x-goog-api-key"]).toBe("good");
    expect(entry).toMatchObject({
      ...{ scenario: "text@crlf", method: "POST", path: "/v1beta/models/m:streamGenerateContent" },
      ...{ query: { alt: "sse" }, body: { contents: [user("Hello.")] } },
      ...{ provider: "gemini", turn: 0, attempt: 0, status: 200, ended: "complete" },
    });
  });

  it("says when what is waited for does not come", async () => {
    const response = await fetch(`${fake.url}/__requests/${newSession()}/wait?count=1&timeoutMs=1`);

    expect(response.status).toBe(408);
  });
});

describe("the executable", () => {
  it("says its port in one line, and ends with its stdin", async () => {
    const server = spawn(process.execPath, [fileURLToPath(new URL("server.mjs", import.meta.url))]);
    let output = "";
    server.stdout.on("data", (piece) => (output += piece));
    await once(server.stdout, "data");
    const { port } = JSON.parse(output);

    expect((await fetch(`http://127.0.0.1:${port}/__scenarios`)).status).toBe(200);
    server.stdin.end();
    const [code] = await once(server, "close");

    expect(code).toBe(0);
    expect(output).toBe(`{"port":${port}}\n`);
  });
});
