import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { state } from "../../fakes/vscode";
import { commandApproval, spawnApproval } from "./approvals";
import { ApprovalsBed, type FakePanel } from "./approvalsBed";

let bed: ApprovalsBed;
let panel: FakePanel;

const isFocused = (): unknown => state.contextKeys.get("conductor.approvalFocused");
const presses = (): unknown[] => panel.posted.filter((message) => message["type"] === "press");

/** The person goes on to another input of the window; for the editor the panel stays its active editor. */
const leave = (): void => panel.say({ type: "focused", isFocused: false });

beforeEach(async () => {
  bed = new ApprovalsBed();
  await bed.request(commandApproval("a"));
  await bed.run("open", "a");
  panel = bed.onlyPanel();
  panel.enter();
});

afterEach(() => {
  bed.close();
});

describe("The context key of the panel's focus", () => {
  test("follows what its page says", () => {
    expect(isFocused()).toBe(true);
    leave();
    expect(isFocused()).toBe(false);
  });

  test.each<[how: string, goAway: () => void]>([
    ["another tab is shown", () => panel.hide()],
    ["it is closed", () => panel.dispose()],
    ["the extension ends", () => bed.reload()],
  ])("is off once %s, though the page could not say so", (_how, goAway) => {
    goAway();
    expect(isFocused()).toBe(false);
  });
});

describe.each(["approve", "reject", "rejectWithReason", "approveForTicket"])("The key of %s", (command) => {
  test("presses in the panel while the keyboard is in it", async () => {
    const before = panel.posted.length;
    await bed.run(command);
    expect(panel.posted.length).toBeGreaterThan(before);
    expect(bed.decided).toEqual([]);
  });

  test("answers nothing while the keyboard is elsewhere, and says how to choose", async () => {
    leave();
    const before = panel.posted.length;
    await bed.run(command);
    expect([bed.decided, panel.posted.length]).toEqual([[], before]);
    expect(state.messages.at(-1)?.text).toContain("Select one in the Approvals view");
  });
});

test("The panel's title bar presses in it wherever the keyboard is", async () => {
  leave();
  await bed.run("approve", undefined, { groupId: 1 });
  expect(presses()).toMatchObject([{ approvalId: "a", decision: "approve", from: "titleBar" }]);
});

test("A key in the view answers its row, not what an open panel shows", async () => {
  await bed.request(spawnApproval("b"));
  leave();
  Object.assign(bed.view, { visible: true, selection: ["b"] });
  await bed.run("approve");
  expect(bed.decided.map(({ approvalId }) => approvalId)).toEqual(["b"]);
  expect(bed.view.reveal).toHaveBeenCalled();
});

describe("After the last answer", () => {
  const answer = { type: "decide", approvalId: "a", decision: "approve", shownHash: "hash of a" };
  const shownEditors = (): unknown[] =>
    state.executed.filter(([id]) => id === "workbench.action.focusFirstEditorGroup");

  test("a person in the panel is brought back to their text", async () => {
    panel.say(answer);
    await bed.flush();
    expect(shownEditors()).toHaveLength(1);
  });

  test("a person who has gone on to something else stays there", async () => {
    panel.say(answer);
    leave();
    await bed.flush();
    expect(bed.decided).toHaveLength(1);
    expect(shownEditors()).toEqual([]);
  });
});
