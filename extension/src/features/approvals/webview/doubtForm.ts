import type { DoubtInfo, ToolInfo } from "../../../protocol.generated";
import { argumentsText } from "../draft";
import { changeSection, picture } from "./changeSection";
import type { Editing } from "./editing";
import { element, icon, section } from "./elements";

/** A call that had begun when the engine's process ended: what is known of it, and what it was to do. Nothing of it can be edited. */
export function doubtForm(
  editing: Editing,
  tool: ToolInfo,
  doubt: DoubtInfo,
  openDiff: () => void,
): readonly Node[] {
  const { approval, strings } = editing;
  return [
    section(
      "known-title",
      strings.known,
      [],
      element("ul", { class: "known" }, ...doubt.known.map((fact) => element("li", {}, fact))),
    ),
    ...(tool.after === undefined ? [] : [changeSection(editing, openDiff, strings.plannedChange)]),
    ...sinceThen(editing, tool, doubt),
    section(
      "call-title",
      strings.callMade,
      [],
      element("pre", { class: "call" }, tool.command ?? argumentsText(approval.arguments)),
      ...(tool.command === undefined
        ? []
        : [element("p", { class: "risk-note" }, icon("warning"), strings.notConfined)]),
    ),
  ];
}

/** Somebody has changed the file since: what is there now against what the call would have made. */
function sinceThen({ strings }: Editing, tool: ToolInfo, doubt: DoubtInfo): readonly Node[] {
  if (doubt.file !== "different" || doubt.now === undefined || tool.path === undefined) {
    return [];
  }
  const before = tool.after ?? tool.before;
  return before === undefined
    ? []
    : [
        section(
          "since-title",
          strings.sinceThen,
          [],
          element(
            "div",
            { class: "change" },
            ...picture({ path: tool.path, before, after: doubt.now, known: "content" }, strings),
          ),
        ),
      ];
}
