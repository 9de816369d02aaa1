// Reads scenario files and makes variants of them. Their format is in ../scenarios/README.md.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { providers } from "./providers.mjs";
import { encoded } from "./wire.mjs";

/**
 * @typedef {object} Expected What a client must read, in words that are no provider's own.
 * @property {string} [text]
 * @property {string} [reasoning]
 * @property {string} [refusal]
 * @property {{ name: string, arguments: Record<string, unknown>, id?: string, rawArguments?: string }[]} [calls]
 * @property {{ input: number, cached: number, cacheWrite?: number, output: number, reasoning?: number }} [usage]
 * @property {"stop" | "length" | "toolCalls" | "contentFilter" | "malformedCall" | "pause" | "other"} [finish]
 * @property {string} [finishDetail] The provider's own word for it.
 * @property {{ kind: string, retryAfterMs?: number }[]} [errors] How the attempts before the last one fail, in order.
 * @property {{ kind: string, retryAfterMs?: number }} [error] How the last attempt fails.
 *
 * @typedef {object} Attempt
 * @property {number} [status] 200 unless said.
 * @property {Record<string, string>} [headers]
 * @property {unknown[]} [chunks] Events in the provider's own shape; a text is sent as it is.
 * @property {import("./providers.mjs").Reply} [unstreamed] What a request gets that does not stream; made of the chunks unless said.
 * @property {unknown} [body] Sent whole instead of chunks; a text is sent as it is.
 * @property {import("./wire.mjs").Wire} [wire]
 *
 * @typedef {{ attempts: Attempt[], expected: Expected }} Turn
 * @typedef {{ description: string, turns: Turn[] }} Scenario
 */

const folder = fileURLToPath(new URL("../scenarios", import.meta.url));

/** @type {Record<string, (value: string | undefined) => import("./wire.mjs").Wire & { once?: boolean }>} */
const variants = {
  crlf: () => ({ newline: "\r\n" }),
  cr: () => ({ newline: "\r" }),
  splitData: () => ({ splitData: true }),
  noSpace: () => ({ noSpace: true }),
  comments: () => ({ comments: true }),
  pings: () => ({ pings: true }),
  byte: () => ({ chunkBytes: 1 }),
  bytes: (value) => ({ chunkBytes: number(value) }),
  at: (value) => ({ writeAt: String(value).split(",").map(number) }),
  delay: (value) => ({ delayMs: number(value) }),
  between: (value) => ({ betweenMs: number(value) }),
  cut: (value) => ({ cutAfterBytes: number(value) }),
  cutOnce: (value) => ({ cutAfterBytes: number(value), once: true }),
  hang: (value) => ({ hangAfterChunk: number(value) }),
};

/**
 * Finds a scenario by the name in an address, for example `text@crlf@cut=137`.
 * @param {string} provider
 * @param {string} name
 * @returns {Scenario | undefined} Undefined when there is no such file, or no such variant.
 */
export function findScenario(provider, name) {
  const [base, ...options] = name.split("@");
  const file = join(folder, provider, `${base}.json`);
  const wires = options.map(variantOf);
  if (!/^\w+$/.test(base) || !existsSync(file) || wires.includes(undefined)) {
    return undefined;
  }
  const scenario = expanded(JSON.parse(readFileSync(file, "utf8")));
  return wires.length === 0 ? scenario : varied(scenario, Object.assign({}, ...wires));
}

/** All scenarios there are: provider, name, what it is about, how many turns it has, and whether anything in it fails. */
export function scenarioList() {
  return Object.keys(providers).flatMap((provider) =>
    readdirSync(join(folder, provider))
      .filter((file) => file.endsWith(".json"))
      .sort()
      .map((file) => {
        const name = file.slice(0, -".json".length);
        const { description, turns } = findScenario(provider, name);
        const fails = turns.some(({ expected }) => expected.error ?? expected.errors);
        return { provider, name, description, turns: turns.length, fails: Boolean(fails) };
      }),
  );
}

/** A scenario as it is played, nothing abbreviated, with how many bytes the body of each attempt's stream has. */
export function shownScenario(provider, name) {
  const scenario = providers[provider] && findScenario(provider, name);
  return (
    scenario && {
      ...{ provider, name },
      ...scenario,
      turns: scenario.turns.map((turn) => ({
        ...turn,
        attempts: turn.attempts.map((attempt) => ({ ...attempt, bytes: streamBytes(provider, attempt) })),
      })),
    }
  );
}

function streamBytes(provider, attempt) {
  const { frames, format } = providers[provider];
  const wire = attempt.wire ?? {};
  return attempt.chunks ? encoded(frames(attempt.chunks, wire), wire, format).bytes.length : null;
}

/** Variants change answers, not refusals; `cutOnce` only the first one. */
function varied(scenario, { once, ...wire }) {
  const turns = scenario.turns.map((turn) => {
    const attempts = turn.attempts.map((attempt) =>
      attempt.chunks ? { ...attempt, wire: { ...attempt.wire, ...wire } } : attempt,
    );
    return { ...turn, attempts: once ? [attempts[0], ...turn.attempts] : attempts };
  });
  return { ...scenario, turns };
}

function variantOf(option) {
  const [name, value] = option.split("=");
  const wire = Object.hasOwn(variants, name) ? variants[name](value) : undefined;
  return wire && Object.values(wire).flat().some(Number.isNaN) ? undefined : wire;
}

/** A whole number; NaN for anything else. */
const number = (value) => (/^\d+$/.test(value) ? Number(value) : NaN);

/** Writes out `{ "$repeat": what, "times": n }` (a text, or an element of a list) and `{ "$join": [texts] }`. */
function expanded(value) {
  if (Array.isArray(value)) {
    return value.flatMap((element) =>
      typeof element?.$repeat === "object" ? repeated(element) : [expanded(element)],
    );
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (typeof value.$repeat === "string") {
    return value.$repeat.repeat(value.times);
  }
  if (Array.isArray(value.$join)) {
    return expanded(value.$join).join("");
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expanded(inner)]));
}

function repeated({ $repeat, times }) {
  const element = expanded($repeat);
  return Array.from({ length: times }, () => element);
}
