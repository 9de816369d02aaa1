// What was received, by session, for tests to look at.
import { performance } from "node:perf_hooks";

/**
 * @typedef {object} LoggedRequest
 * @property {string} scenario As it stands in the address, with its variants.
 * @property {string} method
 * @property {string} path The provider's own part of the address.
 * @property {Record<string, string>} query
 * @property {Record<string, string | string[]>} headers Names in lower case.
 * @property {unknown} body Parsed JSON; null when there was none.
 * @property {string | null} provider Whose wire format it speaks; null when none was recognised.
 * @property {number | null} turn Which turn was played; null for what is no call of a model or was refused.
 * @property {number | null} attempt Which attempt of the turn was played.
 * @property {number | null} status What was answered; null as long as nothing was.
 * @property {number} arrivedMs Since the server's start.
 * @property {"complete" | "clientClosed" | "cut" | null} ended Null as long as it lasts.
 * @property {number | null} endedAfterMs Since it arrived.
 */

export class RequestLog {
  /** @type {Map<string, LoggedRequest[]>} */
  #requests = new Map();

  /** @type {Map<string, Map<string, number>>} */
  #hits = new Map();

  /** @type {Set<() => void>} */
  #waiting = new Set();

  /** @returns {LoggedRequest[]} In the order of their arrival. */
  of(session) {
    return this.#requests.get(session) ?? [];
  }

  /** Forgets the session's requests, and which attempts it has had. */
  clear(session) {
    this.#requests.delete(session);
    this.#hits.delete(session);
  }

  /**
   * Adds a request and watches how its response ends.
   * @param {import("./providers.mjs").Received & { session: string, scenario: string }} received
   * @param {import("node:http").ServerResponse} response
   * @returns {LoggedRequest} Live: what is set on it later shows.
   */
  add({ session, ...received }, response) {
    const arrivedMs = performance.now();
    /** @type {LoggedRequest} */
    const entry = {
      ...received,
      ...{ provider: null, turn: null, attempt: null, status: null },
      ...{ arrivedMs: Math.round(arrivedMs), ended: null, endedAfterMs: null },
    };
    this.#requests.set(session, [...this.of(session), entry]);
    response.once("close", () => {
      entry.ended ??= response.writableFinished ? "complete" : "clientClosed";
      entry.endedAfterMs = Math.round(performance.now() - arrivedMs);
      this.#changed();
    });
    this.#changed();
    return entry;
  }

  /** How often this was asked for before, in this session; counts this time. */
  hit(session, what) {
    const hits = this.#hits.get(session) ?? new Map();
    const before = hits.get(what) ?? 0;
    this.#hits.set(session, hits.set(what, before + 1));
    return before;
  }

  /**
   * Waits for so many requests, or so many ended ones.
   * @returns {Promise<boolean>} False when the time was over before.
   */
  wait(session, { count, ended, timeoutMs }) {
    const enough = () => this.of(session).filter((entry) => !ended || entry.ended !== null).length >= count;
    if (enough()) {
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const finish = (result) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(result);
      };
      const look = () => enough() && finish(true);
      const timer = setTimeout(() => finish(false), timeoutMs);
      this.#waiting.add(look);
    });
  }

  #changed() {
    for (const look of [...this.#waiting]) {
      look();
    }
  }
}
