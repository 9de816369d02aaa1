// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import type { ApprovalInfo } from "../../../../../extension/src/protocol.generated";
import { localizedStrings } from "../../../../../extension/src/features/approvals/localizedStrings";
import { quietMilliseconds } from "../../../../../extension/src/features/approvals/pressGuard";
import { Host } from "../../../../../extension/src/features/approvals/webview/host";
import { Page } from "../../../../../extension/src/features/approvals/webview/page";
import { doubtApproval, editApproval } from "./approvals";

const strings = localizedStrings();
let sent: Record<string, unknown>[];
let page: Page;

function show(approval: ApprovalInfo): void {
  let time = 0;
  document.body.replaceChildren();
  const root = document.createElement("div");
  document.body.append(root);
  const outbox = sent;
  const host = new Host({
    postMessage: (message) => outbox.push(message as Record<string, unknown>),
    getState: () => undefined,
    setState: () => undefined,
  });
  page = new Page(root, host, () => time);
  page.receive({
    type: "state",
    strings,
    engine: "ready",
    openIds: [approval.approvalId],
    shown: { approval, status: "open" },
  });
  time += quietMilliseconds;
}

const visible = (): HTMLButtonElement[] =>
  [...document.querySelectorAll<HTMLButtonElement>("footer button")].filter(
    (one) => one.closest("[hidden]") === null,
  );
const press = (label: string): void =>
  visible()
    .find((one) => one.textContent === label)
    ?.click();
const decisions = (): Record<string, unknown>[] => sent.filter((message) => message["type"] === "decide");
function type(id: string, value: string): void {
  const area = document.querySelector<HTMLTextAreaElement>(`#${id}`);
  if (area) {
    area.value = value;
    area.dispatchEvent(new Event("input"));
  }
}

function withoutSuggestion(approvalId: string): ApprovalInfo {
  const approval = doubtApproval(approvalId);
  const doubt = { ...approval.doubt };
  delete (doubt as { suggestedDecision?: string }).suggestedDecision;
  return { ...approval, doubt: doubt as NonNullable<ApprovalInfo["doubt"]> };
}

beforeEach(() => {
  sent = [];
});

test("A call in doubt shows what is known and what it was to change, with nothing to edit", () => {
  show(doubtApproval("a"));
  expect(document.body.textContent).toContain("src/a.txt is as the call would have made it.");
  expect(document.querySelector(".diff")?.textContent).toContain("two");
  expect(document.querySelectorAll("main textarea")).toHaveLength(0);
});

test("What a person may say is run again, done, failed, or abort; what is known speaks for one of them", () => {
  show(doubtApproval("a"));
  expect(visible().map((one) => one.textContent)).toEqual([
    "Run Again",
    "Treat as Done…",
    "Treat as Failed…",
    "Abort Run…",
  ]);
  expect(visible().map((one) => one.classList.contains("primary"))).toEqual([false, true, false, false]);
});

test("Run Again is sent with the hash of what was shown", () => {
  show(doubtApproval("a"));
  press("Run Again");
  expect(decisions()).toEqual([
    { type: "decide", approvalId: "a", decision: "runAgain", shownHash: "hash of a" },
  ]);
});

test("Treat as Done proposes the result that is known, and sends what was typed instead", () => {
  show(doubtApproval("a"));
  press("Treat as Done…");
  expect(document.querySelector<HTMLTextAreaElement>("#result")?.value).toBe("wrote src/a.txt");
  type("result", "I wrote it.");
  press("Treat as Done");
  expect(decisions()).toMatchObject([{ decision: "treatAsDone", draft: { result: "I wrote it." } }]);
});

test("Treat as Failed asks for a reason", () => {
  show(doubtApproval("a"));
  press("Treat as Failed…");
  expect(document.activeElement?.id).toBe("reason");
  type("reason", "It hung.");
  press("Treat as Failed");
  expect(decisions()).toMatchObject([{ decision: "treatAsFailed", draft: { reason: "It hung." } }]);
});

test("The key for Approve gives the answer that is spoken for, and none when none is", () => {
  show(doubtApproval("a"));
  page.receive({ type: "press", approvalId: "a", decision: "approve", from: "key" });
  expect(decisions()).toMatchObject([{ decision: "treatAsDone" }]);

  sent = [];
  show(withoutSuggestion("b"));
  page.receive({ type: "press", approvalId: "b", decision: "approve", from: "key" });
  expect(decisions()).toEqual([]);
  expect(document.body.textContent).toContain(strings.chooseOne);
});

test("The key for Reject says that it failed", () => {
  show(doubtApproval("a"));
  page.receive({ type: "press", approvalId: "a", decision: "reject", from: "key" });
  expect(decisions()).toMatchObject([{ decision: "treatAsFailed" }]);
});

test("A file that somebody has changed since is shown against what the call would have made", () => {
  show(doubtApproval("a", { file: "different", now: "one\n2\nthree\nfour\n" }));
  expect(document.body.textContent).toContain(strings.sinceThen);
  expect([...document.querySelectorAll(".diff")].at(-1)?.textContent).toContain("four");
});

const again = (before: string | undefined, edited?: unknown): ApprovalInfo => ({
  ...editApproval("a:2"),
  why: "src/a.txt has changed since you decided.",
  overtaken: {
    ...(before === undefined ? {} : { before }),
    ...(edited === undefined ? {} : { arguments: edited }),
  },
});

test("A request that is asked again shows what somebody has changed since the person decided", () => {
  show(again("one\n2.5\nthree\n"));
  expect(document.body.textContent).toContain("Changed since you decided");
  expect(document.querySelector("section[aria-labelledby='since-title'] .diff")?.textContent).toContain(
    "2.5",
  );
});

test("A request that is asked again gives the person their own edits back", () => {
  show(again("", { path: "src/a.txt", oldText: "two", newText: "zwei" }));
  [...document.querySelectorAll<HTMLButtonElement>("main button")]
    .find((one) => one.textContent === "Use My Edited Arguments")
    ?.click();
  press("Approve Edited");
  expect(decisions()).toMatchObject([{ draft: { arguments: expect.stringContaining("zwei") as string } }]);
});
