import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApprovalResolvedNotification } from "../../../../../extension/src/protocol.generated";
import { burstMilliseconds } from "../../../../../extension/src/features/approvals/approvalToast";
import { state, window } from "../../fakes/vscode";
import { resolved, spawnApproval } from "./approvals";
import { ApprovalsBed, type FakePanel } from "./approvalsBed";

const besideColumn = 2;

let bed: ApprovalsBed;

/** Where the person is: the group of their text, or the one that the panel is a tab of. */
const workIn = (viewColumn: number): void => void (window.tabGroups.activeTabGroup = { viewColumn });
const shownId = (panel: FakePanel): unknown => {
  panel.say({ type: "ready" });
  const last = panel.posted.findLast((message) => message["type"] === "state");
  return (last as { shown?: { approval: { approvalId: string } } }).shown?.approval.approvalId;
};
const toasts = async (): Promise<string[]> => {
  await vi.advanceTimersByTimeAsync(burstMilliseconds);
  return state.messages.map(({ text }) => text);
};

beforeEach(() => {
  bed = new ApprovalsBed();
  state.settings.set("conductor.approvals.reveal", "beside");
  workIn(1);
});

afterEach(() => {
  bed.close();
});

test("The panel opens by itself beside the editor, and no toast comes then", async () => {
  await bed.request(spawnApproval("a"));
  expect(bed.panels).toHaveLength(1);
  expect(await toasts()).toEqual([]);
});

test("A panel that another tab hides comes up again, with the focus where it is", async () => {
  await bed.request(spawnApproval("a"));
  bed.onlyPanel().hide();
  await bed.request(spawnApproval("b"));
  expect(bed.onlyPanel().reveal.mock.calls).toEqual([[undefined, true]]);
});

test("It does not come up over the tab that the person works in; a toast tells them instead", async () => {
  await bed.request(spawnApproval("a"));
  const panel = bed.onlyPanel();
  panel.hide();
  bed.engine.notify(ApprovalResolvedNotification, resolved("a", "approve"));
  workIn(besideColumn);
  await bed.request(spawnApproval("b"));
  expect(panel.reveal).not.toHaveBeenCalled();
  expect(await toasts()).toEqual(["1 approval waiting"]);
});

test("It comes up on what is new, not on the request that somebody else has answered", async () => {
  await bed.request(spawnApproval("a"));
  const panel = bed.onlyPanel();
  panel.hide();
  bed.engine.notify(ApprovalResolvedNotification, resolved("a", "approve", "the ticket's rule"));
  await bed.request(spawnApproval("b"));
  panel.visible = true;
  expect(shownId(panel)).toBe("b");
});

test("A panel in sight stays on the request that the person reads", async () => {
  await bed.request(spawnApproval("a"));
  await bed.request(spawnApproval("b"));
  expect(shownId(bed.onlyPanel())).toBe("a");
  expect(bed.onlyPanel().reveal).not.toHaveBeenCalled();
});
