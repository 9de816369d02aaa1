import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";

/** One thing that is wrong with edited arguments. */
export interface ArgumentProblem {
  /** The top-level argument it is about; empty for the whole. */
  readonly property: string;
  /** The schema keyword that refused, or `json` for text that cannot be read. */
  readonly keyword: string;
  /** The checker's own words. */
  readonly detail: string;
}

/**
 * Checks arguments against a tool's JSON Schema. The checker interprets the schema: one that compiles it would need
 * `eval`, which the page's content security policy forbids. A schema that cannot be used checks nothing; the server does.
 */
export function checkArguments(schema: unknown, value: unknown): readonly ArgumentProblem[] {
  if (!isSchema(schema)) {
    return [];
  }
  const result = new Validator(schema, "2020-12", false).validate(value);
  if (result.valid) {
    return [];
  }
  const telling = result.errors.filter(saysSomething);
  return distinct((telling.length > 0 ? telling : result.errors).map(toProblem));
}

// These only say that something inside them, which is reported too, is wrong.
const wrappers = new Set(["properties", "items", "prefixItems", "$ref", "allOf"]);

function saysSomething(error: OutputUnit): boolean {
  // A refused extra argument is reported twice: by name, and as a value that `false` does not allow.
  return !wrappers.has(error.keyword) && error.keyword !== "false";
}

function toProblem(error: OutputUnit): ArgumentProblem {
  const inside = error.instanceLocation.split("/")[1];
  return {
    property: decodePointer(inside ?? missingName(error) ?? ""),
    keyword: error.keyword,
    detail: error.error,
  };
}

function missingName(error: OutputUnit): string | undefined {
  const isNamed = error.keyword === "required" || error.keyword === "additionalProperties";
  return isNamed ? /"([^"]+)"/.exec(error.error)?.[1] : undefined;
}

function decodePointer(token: string): string {
  return decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~");
}

/** One problem per argument: mending the first often mends the others. */
function distinct(problems: readonly ArgumentProblem[]): readonly ArgumentProblem[] {
  const first = new Map<string, ArgumentProblem>();
  for (const problem of problems) {
    if (!first.has(problem.property)) {
      first.set(problem.property, problem);
    }
  }
  return [...first.values()];
}

function isSchema(schema: unknown): schema is Schema {
  return typeof schema === "object" && schema !== null && !Array.isArray(schema);
}
