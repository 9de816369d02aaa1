import type { ToolInfo } from "../../../protocol.generated";
import { argumentsText, currentArguments, isJsonObject } from "../draft";
import { argumentsEditor, marksOf } from "./argumentsEditor";
import { changeSection, picture } from "./changeSection";
import type { Editing } from "./editing";
import { button, element, icon, section, setVisible } from "./elements";
import { argumentField } from "./argumentField";

/** A tool call that waits: the command as a command, the file change as a diff, and the arguments to edit. */
export function toolForm(editing: Editing, tool: ToolInfo, openDiff: () => void): readonly Node[] {
  const isCommand = tool.command !== undefined && isJsonObject(editing.approval.arguments);
  return [
    warning(editing),
    ...changedSince(editing, tool),
    ...(isCommand ? [commandSection(editing)] : []),
    ...(tool.risk === "write" ? [changeSection(editing, openDiff)] : []),
    argumentsEditor(editing, { skip: isCommand ? ["command"] : [], hasMarks: !isCommand }),
  ];
}

/** Asked again, because somebody has changed the file since the person decided: what they changed, and the person's own edits. */
function changedSince(editing: Editing, tool: ToolInfo): readonly Node[] {
  const { approval, strings } = editing;
  const { overtaken } = approval;
  if (!overtaken || tool.path === undefined) {
    return [];
  }
  const change = {
    path: tool.path,
    before: overtaken.before,
    after: tool.before ?? "",
    known: "content",
  } as const;
  const since = section(
    "since-title",
    strings.changedSince,
    [],
    element("div", { class: "change" }, ...picture(change, strings)),
  );
  if (overtaken.arguments === undefined) {
    return [since];
  }
  const edited = argumentsText(overtaken.arguments);
  const callout = element(
    "div",
    { class: "callout" },
    icon("history"),
    element("p", {}, strings.earlierArguments),
    button(strings.useEarlierArguments, () => editing.change({ arguments: edited })),
  );
  editing.follow(() => setVisible(callout, editing.draft.arguments !== edited));
  return [since, callout];
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
