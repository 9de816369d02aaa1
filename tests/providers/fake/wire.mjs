// How an answer goes over the wire: its bytes, the pieces they are written in, and where they stop.
import { setImmediate, setTimeout } from "node:timers/promises";

/**
 * @typedef {object} Wire
 * @property {"\n" | "\r\n" | "\r"} [newline] Ends each line; "\n" unless said.
 * @property {boolean} [splitData] Each event's JSON stands on several `data:` lines.
 * @property {boolean} [noSpace] No space after `data:`.
 * @property {boolean} [comments] A comment before each event, as keep-alive (server-sent events only).
 * @property {boolean} [pings] Anthropic's ping before each event but the first.
 * @property {boolean} [noDone] OpenAI chat: the stream ends without `[DONE]`.
 * @property {number} [chunkBytes] Writes so many bytes at a time.
 * @property {number[]} [writeAt] Writes up to these offsets of the body.
 * @property {number} [delayMs] Before the response's headers.
 * @property {number} [betweenMs] Between writes; a write is one chunk unless `chunkBytes` or `writeAt` say otherwise.
 * @property {number} [cutAfterBytes] Destroys the connection after so many bytes of the body.
 * @property {number} [cutAfterChunk] Destroys the connection after so many chunks; 0: after the headers.
 * @property {boolean} [cutBeforeHeaders] Destroys the connection without any answer.
 * @property {number} [hangAfterChunk] Falls silent after so many chunks, until the client goes; 0: after the headers.
 * @property {boolean} [hangBeforeHeaders] Says nothing at all, until the client goes.
 */

/**
 * @typedef {{ event?: string, data: string }} Frame
 * One event of a stream; `data` is JSON or what is sent in its place. Ollama has lines, and no names of events.
 */

/**
 * The body of a stream.
 * @param {Frame[]} frames
 * @param {Wire} wire
 * @param {"sse" | "lines"} format
 * @returns {{ bytes: Buffer, ends: number[] }} `ends[n]`: the offset at which the first n frames are over.
 */
export function encoded(frames, wire, format) {
  const pieces = [];
  const ends = [0];
  let length = 0;
  for (const [index, frame] of frames.entries()) {
    const text = format === "lines" ? line(frame, wire) : before(index, wire) + block(frame, wire);
    const piece = Buffer.from(text, "utf8");
    pieces.push(piece);
    length += piece.length;
    ends.push(length);
  }
  return { bytes: Buffer.concat(pieces), ends };
}

/**
 * Writes a response and ends it as the wire options say.
 * @param {import("node:http").ServerResponse} response
 * @param {{ status: number, headers: Record<string, string>, bytes: Buffer, ends: number[] }} answer
 * @param {Wire} wire
 * @param {import("./log.mjs").LoggedRequest} entry
 */
export async function write(response, answer, wire, entry) {
  const { bytes, ends } = answer;
  if (wire.hangBeforeHeaders) {
    return;
  }
  if (wire.delayMs) {
    await setTimeout(wire.delayMs);
  }
  if (response.destroyed) {
    return;
  }
  if (wire.cutBeforeHeaders) {
    cut(response, entry);
    return;
  }
  entry.status = answer.status;
  response.socket?.setNoDelay(true);
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  const cutAt = wire.cutAfterBytes ?? endOf(ends, wire.cutAfterChunk);
  const hangAt = endOf(ends, wire.hangAfterChunk);
  const stop = Math.min(cutAt ?? Infinity, hangAt ?? Infinity, bytes.length);
  for (const piece of piecesOf(bytes.subarray(0, stop), ends, wire)) {
    if (response.destroyed) {
      return;
    }
    await new Promise((resolve) => response.write(piece, () => resolve(undefined)));
    await (wire.betweenMs ? setTimeout(wire.betweenMs) : setImmediate());
  }
  if (cutAt !== undefined && cutAt < bytes.length) {
    cut(response, entry);
  } else if (hangAt === undefined) {
    response.end();
  }
}

function endOf(ends, chunks) {
  return chunks === undefined ? undefined : ends[Math.min(chunks, ends.length - 1)];
}

function cut(response, entry) {
  if (!response.destroyed) {
    entry.ended = "cut";
    response.socket?.destroy();
  }
}

function piecesOf(bytes, ends, { chunkBytes, writeAt }) {
  const every =
    chunkBytes && Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, n) => n * chunkBytes);
  const offsets = every || writeAt || ends;
  const inside = [...new Set([0, ...offsets])].filter((at) => at < bytes.length).sort((a, b) => a - b);
  return inside.map((from, index) => bytes.subarray(from, inside[index + 1] ?? bytes.length));
}

function line({ data }, { newline = "\n" }) {
  return data + newline;
}

function before(index, { comments, pings, newline = "\n" }) {
  const comment = comments ? `: keep-alive${newline}${newline}` : "";
  return pings && index > 0
    ? comment + block({ event: "ping", data: '{"type":"ping"}' }, { newline })
    : comment;
}

function block({ event, data }, { newline = "\n", splitData, noSpace }) {
  const field = noSpace ? "data:" : "data: ";
  const lines = splitData ? split(data) : [data];
  return [
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...lines.map((part) => field + part),
    "",
    "",
  ].join(newline);
}

/** Several lines of JSON that mean the same; what is no JSON stays one line. */
function split(data) {
  try {
    return JSON.stringify(JSON.parse(data), null, 1).split("\n");
  } catch {
    return [data];
  }
}
