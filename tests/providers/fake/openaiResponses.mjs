// OpenAI's responses.
import { eventOf } from "./events.mjs";
import { deny, failure } from "./openai.mjs";

export const format = "sse";

export const speaks = ({ path }) => path === "/v1/responses";

/** @type {import("./providers.mjs").Provider["route"]} */
export function route({ method, headers, body }) {
  const denied = deny(headers, body);
  return denied ?? (method === "POST" ? { stream: body.stream === true } : undefined);
}

const isOfModel = (item) =>
  item.type === "reasoning" || item.type === "function_call" || item.role === "assistant";

/** Items of the model that follow each other are one turn. */
function turnsOf({ input }) {
  const turns = [];
  let before = false;
  for (const item of Array.isArray(input) ? input : []) {
    const now = isOfModel(item);
    if (now) {
      turns.push(...(before ? [] : [[]]));
      turns.at(-1).push(item);
    }
    before = now;
  }
  return turns;
}

export const turnOf = (body) => turnsOf(body).length;

const wrong = (message, code = null) => failure(400, { message, param: "input", code });

/** @type {import("./providers.mjs").Provider["refuse"]} */
export function refuse(body, sent) {
  if (body.previous_response_id) {
    return failure(400, {
      message: `Previous response with id '${body.previous_response_id}' not found.`,
      param: "previous_response_id",
      code: "previous_response_not_found",
    });
  }
  const items = Array.isArray(body.input) ? body.input : [];
  return (
    unanswered(items) ??
    turnsOf(body)
      .map((turn, index) => wrongReasoning(turn, itemsOf(sent(index))))
      .find(Boolean)
  );
}

function unanswered(items) {
  const open = new Set();
  for (const { type, call_id: id } of items) {
    if (type === "function_call") {
      open.add(id);
    } else if (type === "function_call_output" && !open.delete(id)) {
      return wrong(`No tool call found for function call output with call_id ${id}.`);
    }
  }
  return open.size === 0 ? undefined : wrong(`No tool output found for function call ${[...open][0]}.`);
}

const itemsOf = (chunks) => chunks.findLast((chunk) => chunk.response?.output)?.response.output ?? [];

/** A call that was thought about is sent back with the thoughts, and those as they were. */
function wrongReasoning(turn, output) {
  for (const thought of output.filter(({ type }) => type === "reasoning")) {
    const given = turn.find(
      ({ id, type }) => type === "reasoning" && (id === thought.id || id === undefined),
    );
    const call = turn.find(({ type }) => type === "function_call");
    if (given === undefined && call !== undefined) {
      return wrong(
        `Item '${call.id ?? call.call_id}' of type 'function_call' was provided without its required 'reasoning' item: '${thought.id}'.`,
      );
    }
    if (given !== undefined && given.encrypted_content !== thought.encrypted_content) {
      return wrong(
        `The encrypted content for item ${thought.id} could not be verified.`,
        "invalid_encrypted_content",
      );
    }
  }
  return undefined;
}

export const frames = (chunks) =>
  chunks.map((chunk, index) => ({
    event: eventOf(chunk),
    data: typeof chunk === "string" ? chunk : JSON.stringify({ ...chunk, sequence_number: index }),
  }));

export const whole = (chunks) => chunks.findLast((chunk) => chunk.response).response;
