// Plays a script file, in the form that `script:FILE` takes, as a model of any ticket it has.
import { readFileSync } from "node:fs";
import { tokensOf } from "./tokens.mjs";

/**
 * @typedef {{ kind: "rateLimit" | "overloaded" | "auth" | "cutStream" | "server", retryAfterMs?: number }} ScriptError
 * @typedef {{ name: string, arguments?: Record<string, unknown>, id?: string }} ScriptCall
 * @typedef {{ inputTokens?: number, outputTokens?: number, cachedInputTokens?: number }} ScriptUsage
 * @typedef {{ text?: string, toolCalls?: ScriptCall[], usage?: ScriptUsage, delayMs?: number, errors: ScriptError[], isAnswer: boolean }} ScriptTurn
 * @typedef {{ turns: ScriptTurn[], afterAnswer?: ScriptTurn[] }} TicketScript
 * @typedef {Record<string, TicketScript>} Script By ticket; `*` is any other, `tier4` explains failed commands.
 *
 * @typedef {object} Played One answer of a script, for a provider to write in its own shape.
 * @property {string} id The same for the same ticket and turn.
 * @property {string} model
 * @property {string[]} pieces The text, as it is streamed.
 * @property {{ id: string, name: string, arguments: Record<string, unknown> }[]} calls
 * @property {{ input: number, cached: number, output: number }} usage
 */

/** @returns {Script} */
export function readScript(file) {
  const script = JSON.parse(readFileSync(file, "utf8"));
  return Object.fromEntries(
    Object.entries(script)
      // The track that it is for is no ticket.
      .filter(([, part]) => typeof part !== "string")
      .map(([ticket, part]) => [
        ticket,
        Array.isArray(part)
          ? { turns: joined(part) }
          : {
              turns: joined(part.turns),
              ...(part.afterAnswer ? { afterAnswer: joined(part.afterAnswer) } : {}),
            },
      ]),
  );
}

/** A turn that is nothing but an error comes before the answer after it: a failed call adds no turn to the history. */
function joined(list) {
  const turns = [];
  let errors = [];
  for (const { error, ...turn } of list) {
    errors = error ? [...errors, error] : errors;
    if (!error || turn.text !== undefined || turn.toolCalls?.length > 0) {
      turns.push({ ...turn, errors, isAnswer: true });
      errors = [];
    }
  }
  return errors.length > 0 ? [...turns, { errors, isAnswer: false }] : turns;
}

/**
 * The attempt to play for a request.
 * @param {Script} script
 * @param {object} asked
 * @param {import("./providers.mjs").Provider} asked.provider
 * @param {import("./providers.mjs").Received} asked.request
 * @param {number} asked.turn
 * @param {(what: string) => number} asked.hit How often this was asked for before; each error happens once.
 * @returns {import("./scenarios.mjs").Attempt & { refused?: import("./providers.mjs").Reply } | string} A text says what the script lacks.
 */
export function scriptAttempt(script, { provider, request, turn, hit }) {
  const { prompt, system, contents } = provider.said(request.body);
  const ticket = /^# Ticket (.+?)(?::|$)/m.exec(prompt)?.[1];
  if (ticket === undefined && !system.startsWith("A command failed.")) {
    return {
      chunks: provider.scripted(played({ text: "OK." }, { id: "script-hello", provider, request, contents })),
    };
  }
  const key = ticket ?? "tier4";
  const part = script[key] ?? (ticket === undefined ? undefined : script["*"]);
  const turns = prompt.includes("\n## Answers and notes from a person")
    ? (part?.afterAnswer ?? part?.turns)
    : part?.turns;
  const hits = hit(`script ${key} ${turn}`);
  // Tier 4 keeps no conversation: its turns follow each other, the last one for ever.
  const at = ticket === undefined ? Math.min(hits, (turns?.length ?? 1) - 1) : turn;
  const found = turns?.[at];
  if (found === undefined) {
    return `The script has no turn ${at} for ${ticket === undefined ? "tier 4" : `ticket ${ticket}`}.`;
  }
  const chunksOf = (index) =>
    provider.scripted(
      played(turns[index] ?? {}, { id: `script-${key}-${index}`, provider, request, contents }),
    );
  const refused = provider.refuse(request.body, chunksOf);
  return refused === undefined ? attemptOf({ found, chunks: chunksOf(at), hits, provider }) : { refused };
}

function attemptOf({ found, chunks, hits, provider }) {
  const auth = found.errors.findIndex(({ kind }) => kind === "auth");
  const error = found.errors[auth >= 0 ? Math.min(hits, auth) : hits];
  if (error !== undefined && error.kind !== "cutStream") {
    return provider.fails(error);
  }
  if (error === undefined && !found.isAnswer) {
    return "The script has no answer after its errors.";
  }
  const betweenMs = Math.floor((found.delayMs ?? 0) / chunks.length);
  return { chunks, wire: { betweenMs, ...(error ? { cutAfterChunk: Math.ceil(chunks.length / 2) } : {}) } };
}

/** @returns {Played} */
function played(turn, { id, provider, request, contents }) {
  const { text = "", toolCalls = [], usage } = turn;
  const calls = toolCalls.map((call, index) => ({
    id: call.id ?? `${id}-${index}`,
    name: call.name,
    arguments: call.arguments ?? {},
  }));
  const since = contents.findLastIndex(({ role }) => role === "model" || role === "assistant");
  return {
    ...{ id, model: provider.modelOf(request), calls },
    pieces: text.match(/\s*\S+|\s+/g) ?? [],
    usage: {
      input: usage?.inputTokens ?? tokensOf(request.body),
      // What the request before had in it is in the cache.
      cached: usage?.cachedInputTokens ?? (since < 0 ? 0 : tokensOf(contents.slice(0, since))),
      output: usage?.outputTokens ?? tokensOf(text) + (calls.length > 0 ? tokensOf(calls) : 0),
    },
  };
}
