import type { ArgumentProblem } from "../argumentChecks";
import { format, type PageStrings } from "../pageStrings";
import type { Editing } from "./editing";

/** What is wrong with one argument; with everything, when no name is given. */
export function problemsOf(editing: Editing, name?: string): readonly ArgumentProblem[] {
  const { resolved } = editing;
  if (resolved.kind === "ready") {
    return [];
  }
  return name === undefined
    ? resolved.problems
    : resolved.problems.filter((problem) => problem.property === name);
}

export function problemText(strings: PageStrings, problem: ArgumentProblem): string {
  switch (problem.keyword) {
    case "json":
      return format(strings.notJson, problem.detail);
    case "required":
    case "minLength":
      return strings.missing;
    case "additionalProperties":
      return strings.notAllowed;
    case "type":
      return format(strings.wrongType, /Expected "([^"]+)"/.exec(problem.detail)?.[1] ?? problem.detail);
    default:
      return problem.detail;
  }
}
