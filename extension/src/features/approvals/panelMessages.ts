import type { ApprovalInfo, DecisionName } from "../../protocol.generated";
import { type ContextChoice, contextChoices } from "./contextChoices";
import { type Draft, isJsonObject } from "./draft";
import type { PageStrings } from "./pageStrings";
import type { Help, StandstillView } from "./standstill";

/** What the panel tells its page. */
export type HostMessage =
  PageState | PressMessage | { readonly type: "focus"; readonly target: "form" | AskedText };

/** What the page has a field for: why something is rejected, or what is wrong with work that goes back. */
export type AskedText = "reason" | "words";

/** A command: answer what is on show, with what is typed right now. */
export interface PressMessage {
  readonly type: "press";
  readonly approvalId: string;
  readonly decision: "approve" | "reject";
  /** A key means what the person is about in the page; a title bar's button means what it says. */
  readonly from: "key" | "titleBar";
  readonly rule?: "ticket";
}

/** Everything the page shows. It is sent whole, so that a page that missed messages is right again with the next one. */
export interface PageState {
  readonly type: "state";
  readonly strings: PageStrings;
  readonly engine: PageEngineState;
  /** Ids of all open requests, oldest first; undefined while they are not known. */
  readonly openIds?: readonly string[];
  readonly shown?: ShownApproval;
  /** Why nothing goes on although no request waits. */
  readonly standstill?: StandstillView;
}

export type PageEngineState = "ready" | "starting" | "down";

export interface ShownApproval {
  readonly approval: ApprovalInfo;
  readonly status: "open" | "deciding" | "resolved";
  /** Unsent edits; absent: the panel remembers none. */
  readonly draft?: Draft;
  /** Resolved: by whom and how. Open: why the last answer was not taken. */
  readonly notice?: string;
  /** Work that is to land: how many files it changes, and the first of them. */
  readonly files?: string;
  /** Work that is to land: the person's comments on its lines, which are not sent yet. */
  readonly comments?: readonly string[];
}

/** What the page tells the panel. */
export type PageMessage =
  /** The page has loaded; it may remember which request it showed. */
  | { readonly type: "ready"; readonly approvalId?: string }
  /** The keyboard has come into the page, or has left it. */
  | { readonly type: "focused"; readonly isFocused: boolean }
  | { readonly type: "draft"; readonly approvalId: string; readonly draft?: Draft }
  | DecideMessage
  | { readonly type: "openDiff"; readonly approvalId: string }
  /** The person wants to resolve a conflict themselves. */
  | { readonly type: "resolveByHand"; readonly approvalId: string }
  /** A context file is to be shown in another way. */
  | {
      readonly type: "showAs";
      readonly approvalId: string;
      readonly path: string;
      readonly choice: ContextChoice;
    }
  | { readonly type: "move"; readonly approvalId: string; readonly by: 1 | -1 }
  /** Escape: back to the text editor. */
  | { readonly type: "leave" }
  | { readonly type: "restartEngine" }
  /** A way out of the standstill. */
  | { readonly type: "help"; readonly help: Help };

export interface DecideMessage {
  readonly type: "decide";
  readonly approvalId: string;
  readonly decision: DecisionName;
  /** The hash of what the page showed. */
  readonly shownHash: string;
  readonly draft?: Draft;
  readonly rule?: "ticket";
}

/** The longest path a page may send, in characters. */
const maxPathLength = 4_000;

/** The longest text a page may send, in characters. */
export const maxTextLength = 4_000_000;

export type ParsedMessage =
  | { readonly kind: "message"; readonly message: PageMessage }
  /** Why it was dropped, for the log; never carries the text itself. */
  | { readonly kind: "refused"; readonly reason: string };

/** Checks a message of the page. One that is about a request must be about the one the panel shows. */
export function parsePageMessage(raw: unknown, shownId: string | undefined): ParsedMessage {
  if (!isJsonObject(raw) || typeof raw["type"] !== "string") {
    return refused("it has no type");
  }
  const { type, approvalId } = raw;
  if (type === "leave" || type === "restartEngine") {
    return { kind: "message", message: { type } };
  }
  if (type === "help") {
    const help = helps.find((known) => known === raw["help"]);
    return help === undefined
      ? refused("it does not say what would help")
      : { kind: "message", message: { type, help } };
  }
  if (type === "focused") {
    const { isFocused } = raw;
    return typeof isFocused === "boolean"
      ? { kind: "message", message: { type, isFocused } }
      : refused("it does not say whether it has the focus");
  }
  if (type === "ready") {
    return approvalId === undefined || isShortText(approvalId)
      ? { kind: "message", message: { type, ...(approvalId === undefined ? {} : { approvalId }) } }
      : refused("its approval id is no short text");
  }
  if (!isShortText(approvalId) || approvalId !== shownId) {
    return refused("it is about another request than the one on show");
  }
  switch (type) {
    case "openDiff":
    case "resolveByHand":
      return { kind: "message", message: { type, approvalId } };
    case "showAs": {
      const choice = contextChoices.find((known) => known === raw["choice"]);
      const { path } = raw;
      return choice === undefined || typeof path !== "string" || path.length > maxPathLength
        ? refused("it does not say which file is to be shown how")
        : { kind: "message", message: { type, approvalId, path, choice } };
    }
    case "move":
      return raw["by"] === 1 || raw["by"] === -1
        ? { kind: "message", message: { type, approvalId, by: raw["by"] } }
        : refused("it moves neither on nor back");
    case "draft": {
      const draft = parseDraft(raw["draft"]);
      return draft.kind === "refused"
        ? draft
        : { kind: "message", message: { type, approvalId, ...draft.member } };
    }
    case "decide":
      return parseDecide(raw, approvalId);
    default:
      return refused("its type is unknown");
  }
}

function parseDecide(raw: Readonly<Record<string, unknown>>, approvalId: string): ParsedMessage {
  const { shownHash, rule } = raw;
  const decision = decisions.find((known) => known === raw["decision"]);
  if (decision === undefined) {
    return refused("its decision is unknown");
  }
  if (!isShortText(shownHash)) {
    return refused("it does not say what was shown");
  }
  if (rule !== undefined && rule !== "ticket") {
    return refused("its rule is unknown");
  }
  const draft = parseDraft(raw["draft"]);
  if (draft.kind === "refused") {
    return draft;
  }
  return {
    kind: "message",
    message: {
      type: "decide",
      approvalId,
      decision,
      shownHash,
      ...draft.member,
      ...(rule === undefined ? {} : { rule }),
    },
  };
}

const draftMembers = ["prompt", "context", "arguments", "reason", "words", "result"] as const;

const helps: readonly Help[] = [
  "setKey",
  "chooseModel",
  "chooseTicketModel",
  "retry",
  "answer",
  "allowModel",
  "markDone",
  "addBudget",
  "resume",
  "merge",
  "leave",
  "next",
];

const decisions = [
  "approve",
  "reject",
  "abort",
  "runAgain",
  "treatAsDone",
  "treatAsFailed",
  "sendBack",
  "resolve",
] as const;

type ParsedDraft =
  | { readonly kind: "draft"; readonly member: { readonly draft?: Draft } }
  | { readonly kind: "refused"; readonly reason: string };

/** Checks a draft that comes from outside; members nobody knows are refused. */
export function parseDraft(raw: unknown): ParsedDraft {
  if (raw === undefined) {
    return { kind: "draft", member: {} };
  }
  if (!isJsonObject(raw)) {
    return refused("its draft is no object");
  }
  const draft: { -readonly [name in keyof Draft]: string } = {};
  for (const name of Object.keys(raw)) {
    const member = draftMembers.find((candidate) => candidate === name);
    const value = raw[name];
    if (member === undefined || typeof value !== "string" || value.length > maxTextLength) {
      return refused("its draft has an unknown, ill-typed or oversized member");
    }
    draft[member] = value;
  }
  return { kind: "draft", member: { draft } };
}

function refused(reason: string): { readonly kind: "refused"; readonly reason: string } {
  return { kind: "refused", reason };
}

function isShortText(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= 200;
}
