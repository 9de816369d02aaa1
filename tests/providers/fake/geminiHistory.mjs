// What Gemini asks of the history it is sent: calls with their signatures, an answer to each.
import { failure } from "./geminiErrors.mjs";

const dummy = "skip_thought_signature_validator";

/** The documented stand-in for a signature nobody has, plain or as bytes. */
const standIns = new Set([dummy, Buffer.from(dummy).toString("base64")]);

const invalid = (message) => failure(400, "INVALID_ARGUMENT", message);

/** @type {import("./providers.mjs").Provider["refuse"]} */
export function refuseHistory(body, sent, model) {
  const { contents } = body;
  if (!Array.isArray(contents) || contents.length === 0) {
    return invalid("* GenerateContentRequest.contents: contents is not specified");
  }
  if (contents.at(-1).role === "model") {
    return invalid(
      "Please ensure that single turn requests end with a user role or the role field is empty.",
    );
  }
  return wrongSettings(body) ?? unanswered(contents) ?? unsigned(contents, sent, wantsSignatures(model));
}

/** Of this generation on, every step's first call has a signature, whoever made it. */
const wantsSignatures = (model) => Number(/^gemini-(\d+)/.exec(model ?? "")?.[1] ?? 0) >= 3;

/** What may not be said together, and names that are none. */
function wrongSettings({ tools = [], generationConfig = {} }) {
  const { thinkingBudget, thinkingLevel } = generationConfig.thinkingConfig ?? {};
  if (thinkingBudget !== undefined && thinkingLevel !== undefined) {
    return invalid("You can only set only one of thinking budget and thinking level.");
  }
  for (const { name, parameters, parametersJsonSchema } of tools.flatMap(
    (tool) => tool.functionDeclarations ?? [],
  )) {
    if (!/^[a-zA-Z_][\w.:-]{0,127}$/.test(name)) {
      return invalid(
        `* GenerateContentRequest.tools[0].function_declarations[0].name: Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.`,
      );
    }
    if (parameters !== undefined && parametersJsonSchema !== undefined) {
      return invalid(`Both parameters and parameters_json_schema are set for function ${name}.`);
    }
  }
  return undefined;
}

const callsOf = (content) => (content?.parts ?? []).filter((part) => part.functionCall);
const resultsOf = (content) => (content?.parts ?? []).flatMap((part) => part.functionResponse ?? []);

function unanswered(contents) {
  for (const [index, content] of contents.entries()) {
    const results = resultsOf(content);
    const asked = callsOf(contents[index - 1]).map((part) => part.functionCall);
    if (content.role !== "model" && results.length !== asked.length) {
      return invalid(
        asked.length === 0
          ? "Please ensure that function response turn comes immediately after a function call turn."
          : "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.",
      );
    }
    // Each call has one result of its id and name; calls without an id are matched by name and position.
    const open = [...asked];
    for (const { id, name, response } of results) {
      const at = open.findIndex((call) => call.id === id && call.name === name);
      if (at < 0) {
        return invalid(
          `The function response "${name}"${id === undefined ? "" : ` (${id})`} does not match a function call of the turn before it.`,
        );
      }
      if (typeof response !== "object" || response === null || Array.isArray(response)) {
        return invalid(
          `Invalid value at 'contents[${index}].parts.function_response.response' (type.googleapis.com/google.protobuf.Struct)`,
        );
      }
      open.splice(at, 1);
    }
  }
  return undefined;
}

/** Signatures matter since the last thing a person said. */
function unsigned(contents, sent, always) {
  const since = contents.findLastIndex(
    (content) => content.role !== "model" && resultsOf(content).length === 0,
  );
  let turn = -1;
  for (const [index, content] of contents.entries()) {
    if (content.role !== "model") {
      continue;
    }
    turn += 1;
    const refusal = index > since ? wrongSignature(content, index, partsOf(sent(turn)), always) : undefined;
    if (refusal !== undefined) {
      return refusal;
    }
  }
  return undefined;
}

function partsOf(chunks) {
  return chunks
    .flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? [])
    .filter((part) => part.functionCall);
}

function wrongSignature(content, index, sentCalls, always) {
  for (const [position, part] of callsOf(content).entries()) {
    const given = part.thoughtSignature;
    const expected = sentCalls[position]?.thoughtSignature;
    if (given === undefined && (expected !== undefined || (always && position === 0))) {
      return invalid(
        `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${part.functionCall.name}\` , position ${index + 1}.`,
      );
    }
    if (given !== undefined && given !== expected && !standIns.has(given)) {
      return invalid("Corrupted thought signature.");
    }
  }
  return undefined;
}
