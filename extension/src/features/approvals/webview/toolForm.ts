import type { ToolInfo } from "../../../protocol.generated";
import { currentArguments, isJsonObject } from "../draft";
import { argumentsEditor, marksOf } from "./argumentsEditor";
import { changeSection } from "./changeSection";
import type { Editing } from "./editing";
import { element, icon, section, setVisible } from "./elements";
import { argumentField } from "./argumentField";

/** A tool call that waits: the command as a command, the file change as a diff, and the arguments to edit. */
export function toolForm(editing: Editing, tool: ToolInfo, openDiff: () => void): readonly Node[] {
  const isCommand = tool.command !== undefined && isJsonObject(editing.approval.arguments);
  return [
    warning(editing),
    ...(isCommand ? [commandSection(editing)] : []),
    ...(tool.risk === "write" ? [changeSection(editing, openDiff)] : []),
    argumentsEditor(editing, { skip: isCommand ? ["command"] : [], hasMarks: !isCommand }),
  ];
}

function commandSection(editing: Editing): HTMLElement {
  const { strings } = editing;
  return section(
    "command-title",
    strings.command,
    marksOf(editing),
    element(
      "div",
      { class: "command-line" },
      element("span", { class: "sign", attributes: { "aria-hidden": "true" } }, "$"),
      argumentField(editing, "command", { labelledBy: "command-title" }),
    ),
    element("p", { class: "risk-note" }, icon("warning"), strings.notConfined),
  );
}

// Zero-width and direction-changing characters make a text read differently from what runs.
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;

function warning(editing: Editing): HTMLElement {
  const callout = element(
    "div",
    { class: "callout warning", attributes: { role: "note" } },
    icon("warning"),
    element("p", {}, editing.strings.invisible),
  );
  editing.follow(() => {
    const text = editing.draft.arguments ?? JSON.stringify(currentArguments(editing.approval, undefined));
    setVisible(callout, invisible.test(text));
  });
  return callout;
}
