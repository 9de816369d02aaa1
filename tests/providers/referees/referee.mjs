// What a vendor's own client is asked to do.

/**
 * @typedef {object} Answer What the client read, in the words of `expected`.
 * @property {string} text
 * @property {string} [reasoning]
 * @property {string} [refusal]
 * @property {{ name: string, arguments?: unknown, rawArguments?: string, id?: string }[]} calls
 * @property {import("../fake/scenarios.mjs").Expected["usage"]} [usage]
 * @property {string} finish The provider's own word; `finishes` translates it.
 * @property {boolean} [blocked] Nothing was answered, and `finish` says why.
 * @property {unknown} turn The model's turn, to be sent back as it is.
 *
 * @typedef {object} Ask
 * @property {string} base The address with session and scenario.
 * @property {unknown[]} history
 * @property {boolean} stream
 * @property {(text: string) => void} said Hears text as it comes.
 * @property {AbortSignal} [signal]
 * @property {string} [key]
 * @property {string} [model]
 *
 * @typedef {object} Referee
 * @property {string} name The provider's.
 * @property {(ask: Ask) => Promise<Answer>} read One call, without retries; throws what the client throws.
 * @property {(text: string) => unknown} user What a person says.
 * @property {(answer: Answer) => unknown[]} results A result for each call of the answer.
 * @property {Record<string, string>} finishes
 * @property {(base: string, key: string) => Promise<string[]>} models
 * @property {(base: string, history: unknown[]) => Promise<number>} [count]
 */

/** A call whose arguments came as a text. */
export function callOf({ id, name, text }) {
  try {
    return { name, arguments: JSON.parse(text), id };
  } catch {
    return { name, rawArguments: text, id };
  }
}
