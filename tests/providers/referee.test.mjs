// The vendors' own clients read every scenario: what they and `expected` disagree about is wrong in the scenario.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFake } from "./fake/app.mjs";
import { findScenario, scenarioList } from "./fake/scenarios.mjs";
import { anthropic } from "./referees/anthropic.mjs";
import { gemini } from "./referees/gemini.mjs";
import { ollama } from "./referees/ollama.mjs";
import { chat, responses } from "./referees/openai.mjs";

/** @type {import("./referees/referee.mjs").Referee[]} */
const referees = [gemini, chat, responses, anthropic, ollama];

let fake;
let sessions = 0;

beforeAll(async () => {
  fake = await startFake();
});

afterAll(() => fake.close());

const baseOf = (name) => `${fake.url}/referee-${(sessions += 1)}/${name}`;

/** What was received in the session of a base address. */
async function received(base, query = "") {
  const session = new URL(base).pathname.split("/")[1];
  const response = await fetch(`${fake.url}/__requests/${session}${query}`);
  return response.json();
}

/** What a call fails with; undefined when it does not. */
const failureOf = (call) =>
  call.then(
    () => undefined,
    (reason) => reason,
  );

/** Plays a scenario to its end, sending each turn back as the client gave it; `check` sees each answer. */
async function play(referee, name, stream, check) {
  const base = baseOf(name);
  const history = [referee.user("Please do it.")];
  for (const { expected } of findScenario(referee.name, name).turns) {
    for (const { kind } of expected.errors ?? []) {
      await expect(readUntilSilent({ referee, base, history, stream, kind }), kind).rejects.toThrow();
    }
    const answer = await referee.read({ base, history, stream, said: () => undefined });
    check(answer, expected);
    history.push(answer.turn);
    if (expected.finish !== "pause") {
      history.push(...(answer.calls.length > 0 ? referee.results(answer) : [referee.user("Go on.")]));
    }
  }
}

/** Reads, and leaves a call that only falls silent: at once when nothing is to come, or after this text. */
function readUntilSilent({ referee, base, history, stream, kind, text = "", said = () => undefined }) {
  const gone = new AbortController();
  let heard = "";
  const listen = (piece) => {
    said(piece);
    heard += piece;
    if (kind === "idle" && heard === text) {
      gone.abort();
    }
  };
  if (kind === "idle" && text === "") {
    void received(base, "/wait?count=1").then(() => gone.abort());
  }
  return referee.read({ base, history, stream, said: listen, signal: gone.signal });
}

/** Compares what a client read with what it must read. */
function compare(referee, stream = true) {
  return (answer, expected) => {
    expect(answer.text).toBe(expected.text ?? "");
    expect(answer.reasoning ?? "").toBe(expected.reasoning ?? "");
    expect(answer.refusal ?? "").toBe(expected.refusal ?? "");
    expect(answer.calls).toEqual(
      (expected.calls ?? []).map(referee === anthropic && !stream ? withInput : same),
    );
    expect(known(answer.usage)).toEqual(known(expected.usage));
    const finish = answer.blocked ? "contentFilter" : (referee.finishes[answer.finish] ?? "other");
    expect(finish === "stop" && answer.calls.length > 0 ? "toolCalls" : finish).toBe(expected.finish);
    if (expected.finishDetail !== undefined) {
      expect(answer.finish).toBe(expected.finishDetail);
    }
  };
}

const same = (call) => call;

/** Anthropic's input is no text where it is not streamed: one that broke off is empty. */
const withInput = ({ rawArguments, ...call }) => ({
  ...call,
  ...(rawArguments === undefined ? {} : { arguments: {} }),
});

/** What a provider tells as nothing is the same as what it does not tell. */
const known = (usage) => usage && { reasoning: 0, cacheWrite: 0, ...JSON.parse(JSON.stringify(usage)) };

const variants = [
  "crlf",
  "cr",
  "splitData",
  "noSpace",
  "comments",
  "byte",
  "bytes=7",
  "crlf@byte",
  "comments@crlf@bytes=5",
];

/** Google's client takes each `data:` line for JSON of its own. */
const cannotSplitData = (referee, variant) => referee === gemini && variant === "splitData";

/** Lines of JSON have no fields and no comments, and end with a line feed. */
const isLegal = (referee, variant) =>
  referee !== ollama || !/^(cr|splitData|noSpace|comments)(@|$)/.test(variant);

/** Ollama's client warns of a line it cannot read and goes on without it. */
const skipsBrokenLines = (referee, name) => referee === ollama && name === "invalidJson";

describe.each(referees)("the client of $name", (referee) => {
  const scenarios = scenarioList().filter(({ provider }) => provider === referee.name);
  const failing = ({ name }) => findScenario(referee.name, name).turns.some(({ expected }) => expected.error);
  const read = scenarios.filter((scenario) => !failing(scenario));
  const refused = scenarios.filter(failing);

  it.each(read)("reads $name from a stream", ({ name }) => play(referee, name, true, compare(referee)));

  it.each(read)("reads $name in one piece", ({ name }) =>
    play(referee, name, false, compare(referee, false)),
  );

  it.each(
    variants
      .filter((variant) => isLegal(referee, variant))
      .flatMap((variant) => ["text", "tool", "thoughts", "unicode"].map((name) => `${name}@${variant}`)),
  )("reads %s", async (name) => {
    const [, variant] = name.split("@");
    if (cannotSplitData(referee, variant)) {
      await expect(play(referee, name, true, compare(referee))).rejects.toThrow(/JSON/);
    } else {
      await play(referee, name, true, compare(referee));
    }
  });

  it.each(refused.filter(({ name }) => !skipsBrokenLines(referee, name)))(
    "fails on $name",
    async ({ name }) => {
      const base = baseOf(name);
      const { text = "", error } = findScenario(referee.name, name).turns[0].expected;
      const { kind } = error;
      let heard = "";
      const said = (piece) => (heard += piece);
      const history = [referee.user("Hello.")];

      await expect(
        readUntilSilent({ referee, base, history, stream: true, kind, text, said }),
      ).rejects.toThrow();

      expect(heard).toBe(text);
      const [{ ended }] = await received(base, "/wait?count=1&ended=1");
      expect(kind === "idle" ? ["clientClosed"] : ["clientClosed", "complete"]).toContain(ended);
    },
  );

  it.each(referee === ollama ? [] : ["bad-key", "poor-key", "forbidden-key", "echo-secret"])(
    "is refused with the key %s",
    async (key) => {
      const base = baseOf("text");
      const reading = referee.read({
        base,
        history: [referee.user("Hello.")],
        stream: true,
        said: () => undefined,
        key,
      });

      const statuses = {
        "bad-key": [400, 401],
        "echo-secret": [400, 401],
        "poor-key": [400, 429],
        "forbidden-key": [403],
      };
      const error = await failureOf(reading);
      expect(statuses[key]).toContain(error?.status);
      expect(String(error.message).includes(key)).toBe(key.startsWith("echo-"));
    },
  );

  it("is told to wait, and for how long", async () => {
    const asked = { base: baseOf("rateLimitThenText"), history: [referee.user("Hello.")], stream: true };
    const [{ retryAfterMs }] = findScenario(referee.name, "rateLimitThenText").turns[0].expected.errors;

    const error = await failureOf(referee.read({ ...asked, said: () => undefined }));

    expect(error?.status ?? error?.status_code).toBe(429);
    if (referee === gemini) {
      const { details } = JSON.parse(error.message).error;
      const { retryDelay } = details.find((detail) => detail["@type"].endsWith("RetryInfo"));
      expect(parseFloat(retryDelay) * 1000).toBe(retryAfterMs);
    } else if (referee !== ollama) {
      const header = error.headers.get("retry-after-ms") ?? 1000 * error.headers.get("retry-after");
      expect(Number(header)).toBe(retryAfterMs);
    }
  });

  it("is told that a model does not exist", async () => {
    const asked = {
      base: baseOf("text"),
      history: [referee.user("Hello.")],
      stream: true,
      said: () => undefined,
    };

    const error = await failureOf(referee.read({ ...asked, model: "no-such-model" }));

    expect(error?.status ?? error?.status_code).toBe(404);
  });

  it("lists models, page by page", async () => {
    expect((await referee.models(baseOf("text"), "good")).length).toBeGreaterThan(2);
  });

  it.runIf(referee.count)("counts tokens, more for a longer text", async () => {
    const counted = (text) => referee.count(baseOf("text"), [referee.user(text)]);

    expect(await counted("a longer text than the other")).toBeGreaterThan(await counted("text"));
  });
});
