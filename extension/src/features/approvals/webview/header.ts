import type { ApprovalInfo, RiskName } from "../../../protocol.generated";
import { format, type PageStrings } from "../pageStrings";
import { element, icon } from "./elements";

/** Who asks for what: the head of every request. */
export function requestHeader(approval: ApprovalInfo, strings: PageStrings): HTMLElement {
  const { spawn, tool } = approval;
  const facts = [
    approval.role,
    format(strings.attempt, approval.attempt),
    ...(spawn ? [`${strings.model}: ${spawn.modelLabel}`] : []),
    ...(tool ? [tool.name] : []),
  ];
  return element(
    "header",
    {},
    element(
      "div",
      { class: "kind-line" },
      icon(kindIcon(approval)),
      element("span", {}, kindLabel(approval, strings)),
      ...(tool ? riskChips(tool.risk, tool.isProtected, strings) : []),
    ),
    element(
      "h1",
      { attributes: { tabindex: "-1" } },
      element("span", { class: "ticket" }, approval.ticketId),
      " ",
      approval.ticketTitle,
    ),
    element("ul", { class: "facts" }, ...facts.map((fact) => element("li", {}, fact))),
    // Why work did not land is said in its form, with the files it is about.
    approval.why === undefined || approval.landing
      ? undefined
      : element(
          "p",
          { class: "why" },
          icon("info"),
          element("span", {}, element("strong", {}, `${strings.why}: `), approval.why),
        ),
  );
}

function kindLabel({ doubt, landing, spawn, tool }: ApprovalInfo, strings: PageStrings): string {
  if (landing) {
    return strings.landWork;
  }
  if (spawn) {
    return strings.startWorker;
  }
  if (doubt) {
    return strings.inDoubt;
  }
  if (tool?.risk === "command") {
    return strings.runCommand;
  }
  return tool?.risk === "write" ? strings.changeFile : strings.callTool;
}

function kindIcon({ doubt, landing, spawn, tool }: ApprovalInfo): string {
  if (landing) {
    return "git-pull-request";
  }
  if (spawn) {
    return "rocket";
  }
  if (doubt) {
    return "question";
  }
  if (tool?.risk === "command") {
    return "terminal";
  }
  return tool?.risk === "write" ? "edit" : "tools";
}

function riskChips(risk: RiskName, isProtected: boolean, strings: PageStrings): readonly HTMLElement[] {
  // What changes a file or runs a command is named by its kind already.
  const word = risk === "read" ? strings.riskRead : risk === "verdict" ? strings.riskVerdict : undefined;
  return [
    ...(word === undefined ? [] : [element("span", { class: "chip risk" }, word)]),
    ...(isProtected
      ? [element("span", { class: "chip risk protected" }, icon("shield"), strings.protected)]
      : []),
  ];
}
