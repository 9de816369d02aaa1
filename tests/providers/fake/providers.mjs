// The wire formats the fake speaks, by the name of their scenario folder.
import * as anthropic from "./anthropic.mjs";
import * as gemini from "./gemini.mjs";
import * as ollama from "./ollama.mjs";
import * as chat from "./openaiChat.mjs";
import * as responses from "./openaiResponses.mjs";

/**
 * @typedef {{ status: number, body: unknown, headers?: Record<string, string> }} Reply
 *
 * @typedef {object} Received
 * @property {string} method
 * @property {string} path
 * @property {Record<string, string>} query
 * @property {import("node:http").IncomingHttpHeaders} headers
 * @property {any} body
 *
 * @typedef {object} Provider
 * @property {(request: Received) => boolean} speaks Whether the request is for this provider.
 * @property {(request: Received) => Reply | { stream: boolean } | undefined} route A reply that no scenario has a part in, or how the scenario's answer is wanted.
 * @property {(body: any) => number} turnOf How many turns of the model the request's history has.
 * @property {(body: any, sent: (turn: number) => unknown[], model?: string) => Reply | undefined} refuse What is wrong with the request; `sent` gives the chunks that were sent in a turn.
 * @property {(chunks: any[], wire: import("./wire.mjs").Wire, body?: any) => import("./wire.mjs").Frame[]} frames
 * @property {"sse" | "lines"} format
 * @property {(chunks: any[]) => unknown} whole The answer that is not streamed.
 * @property {(scripted: import("./script.mjs").Played) => unknown[]} [scripted] Chunks of a script's answer; without it scripts are not played.
 * @property {(error: import("./script.mjs").ScriptError) => Reply} [fails] An error of a script.
 * @property {(body: any) => { prompt: string, system: string, contents: { role: string }[] }} [said] What a person said, and the whole of the history.
 * @property {(request: Received) => string} [modelOf]
 */

/** @type {Record<string, Provider>} */
export const providers = { gemini, "openai-chat": chat, "openai-responses": responses, anthropic, ollama };
