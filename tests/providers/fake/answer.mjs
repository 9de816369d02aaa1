// From a request to what is answered: which provider, which turn, which attempt.
import { providers } from "./providers.mjs";
import { findScenario } from "./scenarios.mjs";
import { scriptAttempt } from "./script.mjs";
import { encoded, write } from "./wire.mjs";

/**
 * Answers one request and logs it.
 * @param {import("./providers.mjs").Received & { session: string, scenario: string }} request
 * @param {import("node:http").ServerResponse} response
 * @param {{ log: import("./log.mjs").RequestLog, script?: import("./script.mjs").Script }} context
 */
export async function answer(request, response, { log, script }) {
  const entry = log.add(request, response);
  const [name, provider] = Object.entries(providers).find(([, each]) => each.speaks(request)) ?? [];
  if (provider === undefined) {
    return misused(response, entry, `No provider has ${request.method} ${request.path}.`);
  }
  entry.provider = name ?? null;
  const route = provider.route(request);
  if (route === undefined) {
    return misused(response, entry, `The fake does not know ${request.method} ${request.path} of ${name}.`);
  }
  if ("status" in route) {
    return reply(response, entry, route);
  }
  const turn = provider.turnOf(request.body);
  const playing = { request, provider, turn, log, entry };
  const attempt = request.scenario === "script" ? fromScript(playing, script) : fromScenario(playing, name);
  if (typeof attempt === "string") {
    return misused(response, entry, attempt);
  }
  if ("refused" in attempt) {
    return reply(response, entry, attempt.refused);
  }
  return play(response, entry, { provider, attempt, stream: route.stream, request });
}

function fromScenario({ request, provider, turn, log, entry }, name) {
  const scenario = findScenario(name, request.scenario);
  if (scenario === undefined) {
    return `There is no scenario "${request.scenario}" for ${name}.`;
  }
  const refused = provider.refuse(
    request.body,
    (index) => sent(scenario.turns[index]),
    provider.modelOf?.(request),
  );
  if (refused !== undefined) {
    return { refused };
  }
  const attempts = scenario.turns[turn]?.attempts;
  if (attempts === undefined) {
    return `Scenario "${request.scenario}" of ${name} has no turn ${turn}.`;
  }
  const hits = log.hit(request.session, `${name} ${request.scenario} ${turn}`);
  entry.turn = turn;
  entry.attempt = Math.min(hits, attempts.length - 1);
  return attempts[entry.attempt];
}

function fromScript({ request, provider, turn, log, entry }, script) {
  if (script === undefined || provider.scripted === undefined) {
    return 'The scenario "script" is played for Gemini and OpenAI chat, by a server that was started with --script FILE.';
  }
  entry.turn = turn;
  return scriptAttempt(script, { provider, request, turn, hit: (what) => log.hit(request.session, what) });
}

/** What was sent in a turn, as far as a client can have kept it. */
function sent(turn) {
  return turn?.attempts.findLast((attempt) => attempt.chunks)?.chunks ?? [];
}

function play(response, entry, { provider, attempt, stream, request }) {
  const { status = 200, chunks, wire = {} } = attempt;
  if (chunks !== undefined && stream) {
    const type = provider.format === "sse" ? "text/event-stream" : "application/x-ndjson";
    const headers = { "content-type": type, ...attempt.headers };
    const body = encoded(provider.frames(chunks, wire, request.body), wire, provider.format);
    return write(response, { status, headers, ...body }, wire, entry);
  }
  if (!stream && attempt.unstreamed !== undefined) {
    return reply(response, entry, { status: 200, ...attempt.unstreamed });
  }
  const whole = json(attempt.body ?? wholeOf(provider, chunks), attempt.headers);
  return write(response, { status, ...whole }, wireOfWhole(wire, whole.bytes.length), entry);
}

/** What is no JSON in the stream is all there is of an answer that is not streamed. */
function wholeOf(provider, chunks) {
  return chunks.find((chunk) => typeof chunk === "string") ?? provider.whole(chunks);
}

/** An answer in one piece breaks off in its middle. */
function wireOfWhole({ cutAfterChunk, hangAfterChunk, ...wire }, length) {
  return {
    ...(cutAfterChunk === undefined ? {} : { cutAfterBytes: Math.floor(length / 2) }),
    ...(hangAfterChunk === undefined ? {} : { hangAfterChunk: 0 }),
    ...wire,
  };
}

function reply(response, entry, { status, body, headers }) {
  return write(response, { status, ...json(body, headers) }, {}, entry);
}

function json(body, headers = {}) {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body), "utf8");
  return {
    headers: { "content-type": "application/json; charset=UTF-8", ...headers },
    bytes,
    ends: [0, bytes.length],
  };
}

/** A mistake of the test's, told in a way that no provider has. */
function misused(response, entry, message) {
  return write(
    response,
    { status: 418, headers: { "content-type": "text/plain" }, ...plain(message) },
    {},
    entry,
  );
}

function plain(message) {
  const bytes = Buffer.from(`${message}\n`, "utf8");
  return { bytes, ends: [0, bytes.length] };
}
