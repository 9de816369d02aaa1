// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { commandApproval, conflict, landingApproval, spawnApproval } from "./approvals";
import { PageBed } from "./pageBed";

const failing = { command: "npm test", exitCode: 1, output: "2 failed", merged: true, tree: "7ee5" };
const passing = { command: "npm run check", exitCode: 0, output: "", merged: false };
let bed: PageBed;

beforeEach(() => {
  bed = new PageBed();
});

const text = (): string => document.querySelector("main")?.textContent ?? "";

test("Work that is to land can land, go back, be rejected, or end the run", () => {
  bed.show(landingApproval("a"));
  expect(bed.labels()).toEqual(["Land", "Send Back…", "Reject…", "Abort Run…"]);
  expect(text()).toContain("Greets by name now.");
  expect(text()).toContain("conductor/a/t/t-1");
  bed.press("Land");
  expect(bed.decisions()).toMatchObject([{ decision: "approve" }]);
});

test("Work that was sent back says with which words, once it is handed in anew", () => {
  bed.show(landingApproval("a"));
  expect(text()).not.toContain("What you sent it back with");
  bed.show(landingApproval("b", { sentBack: "Not yet.\n\na.cs:4: Guard it." }));
  expect(text()).toContain("What you sent it back with");
  expect(text()).toContain("Not yet.\n\na.cs:4: Guard it.");
});

test("The page says which files the work changes, as soon as that is known", () => {
  bed.show(landingApproval("a"));
  expect(document.querySelector(".changed")).toMatchObject({ hidden: true });
  bed.show(landingApproval("a"), { files: "1 file changed: a.cs" });
  expect(text()).toContain("1 file changed: a.cs");
});

test.each(["words", "reason"] as const)("Asked for %s from outside, the page opens their field", (target) => {
  bed.show(landingApproval("a"));
  bed.page.receive({ type: "focus", target });
  expect(document.activeElement?.id).toBe(target);
});

test.each([
  [landingApproval("a"), "Kept as why the ticket is blocked; may be empty."],
  [spawnApproval("a"), "Kept as why the ticket is blocked; may be empty."],
  [commandApproval("a"), "Told to the worker; may be empty."],
])("The reason of a rejection is said to go to a worker only where there is one: %#", (approval, hint) => {
  bed.show(approval);
  bed.press("Reject…");
  expect(document.querySelector("footer")?.textContent).toContain(hint);
});

test("A conflict is named with its files, and can be resolved by a worker or by hand", () => {
  bed.show(landingApproval("a", { problem: conflict }));
  expect(bed.labels()).toEqual([
    "Let Worker Resolve",
    "Resolve by Hand…",
    "Land What Is Resolved",
    "Send Back…",
    "Reject…",
    "Abort Run…",
  ]);
  expect(text()).toContain("Others have changed the same");
  expect(text()).toContain("src/b.txt");
  // Once, not also as the reason at the head.
  expect(text().split(conflict.detail)).toHaveLength(2);
  bed.press("Resolve by Hand…");
  bed.press("Let Worker Resolve");
  expect(bed.sent.at(-2)).toEqual({ type: "resolveByHand", approvalId: "a" });
  expect(bed.decisions()).toMatchObject([{ decision: "resolve" }]);
});

test.each(["acceptance", "refused"] as const)(
  "After a problem of kind %s landing can be tried again",
  (kind) => {
    bed.show(landingApproval("a", { problem: { kind, detail: "The hook said no.", files: [] } }));
    expect(bed.labels()).toContain("Try Landing Again");
    expect(text()).toContain("The hook said no.");
  },
);

test("What the acceptance said is folded, but where it failed", () => {
  bed.show(landingApproval("a", { evidence: [passing, failing] }));
  const drawers = [...document.querySelectorAll("details")];
  expect(drawers.map((drawer) => [drawer.querySelector("summary")?.textContent, drawer.open])).toEqual([
    ["npm run checkin its own treepassed", false],
    ["npm teston the merged treeexit code 1", true],
  ]);
  expect(drawers.map((drawer) => drawer.querySelector<HTMLElement>(".where")?.title)).toEqual([
    "",
    "With all that had landed. The tree's git id: 7ee5",
  ]);
  expect(drawers[1]?.querySelector("pre")?.textContent).toBe("2 failed");
  expect(drawers[0]?.textContent).toContain("It printed nothing.");
});

test("Work whose tree has changed is looked at anew, and lands as it is now", () => {
  const detail = "Something else stands in its tree now.";
  bed.show(landingApproval("a", { problem: { kind: "changed", detail, files: [] } }));
  expect(bed.labels()).toContain("Land");
  expect(text()).toContain(`Its tree has changed since it was finished${detail}`);
});

test("Without acceptance the page says whose word counts", () => {
  bed.show(landingApproval("a"));
  expect(text()).toContain("No command checks the result: your review counts.");
});

test("Send Back asks for words, and its key sends them", () => {
  bed.show(landingApproval("a"));
  bed.press("Send Back…");
  expect(document.activeElement?.id).toBe("words");
  bed.press("Send Back");
  expect(bed.decisions()).toEqual([]);
  expect(document.querySelector(".spoken")?.textContent).toContain("Say what is wrong");
  bed.type("Not yet.");
  bed.page.receive({ type: "press", approvalId: "a", decision: "approve", from: "key" });
  expect(bed.decisions()).toMatchObject([{ decision: "sendBack", draft: { words: "Not yet." } }]);
});

test("Comments on lines are counted and listed while they come, and are words enough", () => {
  bed.show(landingApproval("a"), { comments: [] });
  expect(text()).toContain("In Review Changes you can comment on lines");
  bed.show(landingApproval("a"), { comments: ["src/a.txt:4: Guard it.", "src/a.txt:9: And here."] });
  expect(text()).toContain("Your comments (2)");
  expect([...document.querySelectorAll(".remarks li")].map((one) => one.textContent)).toEqual([
    "src/a.txt:4: Guard it.",
    "src/a.txt:9: And here.",
  ]);
  bed.press("Send Back…");
  bed.press("Send Back");
  expect(bed.decisions()).toMatchObject([{ decision: "sendBack" }]);
});

test("Review Changes asks for the diff", () => {
  bed.show(landingApproval("a"));
  bed.press("Review Changes");
  expect(bed.sent.at(-1)).toEqual({ type: "openDiff", approvalId: "a" });
});

test("The key for yes lands, the one for no rejects", () => {
  bed.show(landingApproval("a"));
  bed.page.receive({ type: "press", approvalId: "a", decision: "approve", from: "key" });
  bed.show(landingApproval("b"));
  bed.page.receive({ type: "press", approvalId: "b", decision: "reject", from: "key" });
  expect(bed.decisions().map(({ decision }) => decision)).toEqual(["approve", "reject"]);
});

test("What others wrote stays text", () => {
  const wild = "<img src=x onerror=alert(1)>";
  bed.show(
    landingApproval("a", {
      summary: wild,
      problem: { ...conflict, detail: wild, files: [wild] },
      evidence: [{ command: wild, exitCode: 1, output: wild, merged: false }],
    }),
    { comments: [wild] },
  );
  expect(document.querySelector("img")).toBeNull();
  expect(text().split(wild)).toHaveLength(7);
});
