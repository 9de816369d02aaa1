import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { targetOf } from "../../../../../extension/src/features/approvals";
import { burstMilliseconds } from "../../../../../extension/src/features/approvals/approvalToast";
import { groupsOf } from "../../../../../extension/src/features/approvals/batchApproval";
import { quietMilliseconds } from "../../../../../extension/src/features/approvals/pressGuard";
import type { ApprovalInfo } from "../../../../../extension/src/protocol.generated";
import { state, window } from "../../fakes/vscode";
import { Uri } from "../../fakes/vscodeTypes";
import { commandApproval, editApproval, spawnApproval, writeApproval } from "./approvals";
import { ApprovalsBed, type FakePanel } from "./approvalsBed";

let bed: ApprovalsBed;
let view: ApprovalsBed["view"];
let decided: ApprovalsBed["decided"];

const request = (...requested: ApprovalInfo[]): Promise<void> => bed.request(...requested);
const run = (command: string, ...args: unknown[]): Promise<void> => bed.run(command, ...args);
const onlyPanel = (): FakePanel => bed.onlyPanel();
const hasPending = (): unknown => state.contextKeys.get("conductor.hasPending");
const decidedIds = (): string[] => decided.map(({ approvalId }) => approvalId);

beforeEach(() => {
  bed = new ApprovalsBed();
  ({ decided, view } = bed);
});

afterEach(() => {
  bed.close();
});

describe("The badge and the context key", () => {
  test("follow the queue", async () => {
    await request(spawnApproval("a"), commandApproval("b"));
    expect([hasPending(), view.badge]).toEqual([true, { value: 2, tooltip: "2 approvals waiting" }]);
    await run("approve", "a");
    expect(view.badge).toEqual({ value: 1, tooltip: "1 approval waiting" });
    await vi.advanceTimersByTimeAsync(quietMilliseconds);
    await run("approve", "b");
    expect([hasPending(), view.badge]).toEqual([false, undefined]);
  });

  test("follow the engine's list after a restart", async () => {
    bed.open = [spawnApproval("a")];
    bed.engine.connect();
    await bed.flush();
    expect([hasPending(), view.badge?.value]).toEqual([true, 1]);
  });
});

describe("Approving from a row", () => {
  test("twice at once is one decision", async () => {
    await request(spawnApproval("a"));
    await Promise.all([run("approve", "a"), run("approve", "a"), run("reject", "a")]);
    expect(decided).toEqual([{ approvalId: "a", decision: "approve", shownHash: "hash of a" }]);
  });

  test("approves what is typed in the panel", async () => {
    await request(spawnApproval("a"));
    await run("open", "a");
    onlyPanel().say({ type: "draft", approvalId: "a", draft: { prompt: "Mine" } });
    await run("approve", "a");
    expect(decided).toMatchObject([{ prompt: "Mine" }]);
  });

  test("with edits that do not fit opens the panel instead", async () => {
    await request(commandApproval("a"));
    await run("open", "a");
    onlyPanel().say({ type: "draft", approvalId: "a", draft: { arguments: "{}" } });
    await run("approve", "a");
    expect(decided).toEqual([]);
    expect(state.messages.at(-1)?.text).toContain("do not fit the tool");
  });

  test("for the ticket is refused for a protected path", async () => {
    await request(editApproval("a", { isProtected: true }));
    await run("approveForTicket", "a");
    expect(decided).toEqual([]);
    expect(state.messages.at(-1)?.text).toContain("cannot be remembered");
  });

  test("by a key that is held down answers one request", async () => {
    await request(spawnApproval("a"), spawnApproval("b"), spawnApproval("c"));
    view.selection = ["a"];
    view.visible = true;
    view.reveal.mockImplementation(((id: string) => {
      view.selection = [id];
      return Promise.resolve();
    }) as never);
    for (let repeat = 0; repeat < 20; repeat++) {
      await run("approve");
    }
    expect(decidedIds()).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(500);
    await run("approve");
    expect(decidedIds()).toEqual(["a", "b"]);
  });

  test.each(["approve", "reject"])(
    "%s without a row or a selection, while several wait, asks for one",
    async (command) => {
      await request(spawnApproval("a"), spawnApproval("b"));
      await run(command);
      expect(decided).toEqual([]);
      expect(state.messages.at(-1)?.text).toContain("Select one in the Approvals view");
    },
  );
});

describe("Rejecting from a row", () => {
  test("carries the reason that is asked for", async () => {
    state.answers.input = "Too broad.";
    await request(spawnApproval("a"));
    await run("rejectWithReason", "a");
    expect(decided).toMatchObject([{ decision: "reject", reason: "Too broad." }]);
  });

  test("does nothing when the question is closed", async () => {
    await request(spawnApproval("a"));
    await run("rejectWithReason", "a");
    expect(decided).toEqual([]);
  });
});

describe("The panel", () => {
  test("is one, however often it is opened, and keeps the focus where it is", async () => {
    const create = vi.mocked(window.createWebviewPanel as (...args: unknown[]) => unknown);
    await request(spawnApproval("a"), spawnApproval("b"));
    await run("open", "a");
    await run("open", "b");
    await run("next");
    expect(bed.panels).toHaveLength(1);
    expect(create.mock.calls[0]?.[2]).toMatchObject({ preserveFocus: true });
    expect(onlyPanel().reveal).toHaveBeenCalledWith(undefined, true);
  });

  test("may load only what lies in its own folder, and runs no commands or forms", async () => {
    const create = vi.mocked(window.createWebviewPanel as (...args: unknown[]) => unknown);
    await request(spawnApproval("a"));
    await run("open", "a");
    expect(create.mock.calls[0]?.[3]).toEqual({
      enableScripts: true,
      enableForms: false,
      enableCommandUris: false,
      localResourceRoots: [Uri.file("/extension/extension/dist/webview")],
    });
  });

  test("has a fresh nonce for every page", async () => {
    const nonceOf = (html = ""): string => /<script nonce="([A-Za-z0-9+/]{22}==)"/.exec(html)?.[1] ?? "";
    await request(spawnApproval("a"));
    await run("open", "a");
    bed.reload();
    await request(spawnApproval("a"));
    await run("open", "a");
    const nonces = bed.panels.map(({ webview }) => nonceOf(webview.html));
    expect(nonces).toHaveLength(2);
    expect(nonces).not.toContain("");
    expect(new Set(nonces).size).toBe(2);
  });

  test("tells a page that has loaded what is on show", async () => {
    await request(spawnApproval("a"));
    await run("open", "a");
    const panel = onlyPanel();
    expect(panel.posted).toEqual([]);
    panel.say({ type: "ready" });
    expect(panel.posted).toMatchObject([{ type: "state", shown: { approval: { approvalId: "a" } } }]);
  });

  test("is asked by the key for what is typed in it, and decides once", async () => {
    await request(spawnApproval("a"));
    await run("open", "a");
    const panel = onlyPanel();
    panel.enter();
    await run("approve");
    expect(panel.posted.at(-1)).toEqual({
      type: "press",
      approvalId: "a",
      decision: "approve",
      from: "key",
    });
    expect(decided).toEqual([]);
    const answer = { type: "decide", approvalId: "a", decision: "approve", shownHash: "hash of a" };
    panel.say(answer);
    panel.say(answer);
    await bed.flush();
    expect(decidedIds()).toEqual(["a"]);
  });

  test("compares with nothing where an edit leads to a file that is not there", async () => {
    await request(writeApproval("a"));
    await run("open", "a");
    const draft = { arguments: JSON.stringify({ path: "other.txt", content: "new" }) };
    onlyPanel().say({ type: "draft", approvalId: "a", draft });
    onlyPanel().say({ type: "openDiff", approvalId: "a" });
    await bed.flush();
    const [, before] = state.executed.find(([id]) => id === "vscode.diff") ?? [];
    const provider = state.contentProviders.get("conductor-approval");
    expect(provider?.provideTextDocumentContent(before as Uri)).toBe("");
  });

  test("drops messages that are wrong, and logs why without their text", async () => {
    await request(spawnApproval("a"));
    await run("open", "a");
    onlyPanel().say({ type: "decide", approvalId: "b", decision: "approve", shownHash: "secret" });
    expect(bed.warnings).toHaveLength(1);
    expect(bed.warnings[0]).not.toContain("secret");
  });
});

describe("Unsent edits", () => {
  test("survive a reload of the window, and go with their request", async () => {
    bed.open = [spawnApproval("a"), spawnApproval("b")];
    bed.engine.connect();
    await bed.flush();
    await run("open", "a");
    onlyPanel().say({ type: "draft", approvalId: "a", draft: { prompt: "Mine" } });
    bed.reload();
    await bed.flush();
    await run("approve", "a");
    expect(decided).toMatchObject([{ approvalId: "a", prompt: "Mine" }]);
    expect([...bed.memory.values()]).toEqual([{}]);
  });
});

describe("The toast", () => {
  const texts = async (): Promise<string[]> => {
    await vi.advanceTimersByTimeAsync(burstMilliseconds);
    return state.messages.map(({ text }) => text);
  };

  test("is one for a burst", async () => {
    await request(spawnApproval("a"), spawnApproval("b"), commandApproval("c"));
    expect(await texts()).toEqual(["3 approvals waiting"]);
  });

  test("does not come while the view is visible", async () => {
    view.visible = true;
    await request(spawnApproval("a"));
    expect(await texts()).toEqual([]);
  });

  test.each([
    ["conductor.notifications", "errorsOnly"],
    ["conductor.approvals.reveal", "badge"],
  ])("does not come when %s is %s", async (setting, value) => {
    state.settings.set(setting, value);
    await request(spawnApproval("a"));
    expect(await texts()).toEqual([]);
  });

  test("leads to the panel", async () => {
    state.answers.message = "Review";
    await request(spawnApproval("a"));
    await texts();
    expect(bed.panels).toHaveLength(1);
  });
});

test("Only requests of one kind are approved together", () => {
  const groups = groupsOf([
    commandApproval("a"),
    editApproval("b"),
    commandApproval("c"),
    editApproval("d", { isProtected: true }),
    spawnApproval("e"),
  ]);
  expect(groups.map(({ name, approvals: members }) => [name, members.length])).toEqual([
    ["run_command", 2],
    ["edit_file", 1],
    ["edit_file (protected path)", 1],
    ["start worker", 1],
  ]);
});

test.each([
  [[], { rows: [], isTitleBar: false }],
  [["a", ["a", "b"]], { rows: ["a", "b"], isTitleBar: false }],
  [["a"], { rows: ["a"], isTitleBar: false }],
  [[undefined, { groupId: 1 }], { rows: [], isTitleBar: true }],
])("Arguments %j are asked on %j", (args, target) => {
  expect(targetOf(args)).toEqual(target);
});
