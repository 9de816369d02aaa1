import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveUntil, gateReads, panelButton, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";
import { makeWorkspace, type MadeWorkspace } from "./bed/workspaces";

const minutes = 60_000;
const within = { timeout: 30_000 };
/** A press that comes too early makes the next one wait as long again. */
const unhurried = { ...within, interval: 1_500 };

const script = {
  "T-9": [
    { toolCalls: [{ name: "list_files", arguments: {} }] },
    { toolCalls: [{ name: "finish", arguments: { verdict: "completed", summary: "Seen." } }] },
  ],
  "T-1": [
    { toolCalls: [{ name: "write_file", arguments: { path: "notes.md", content: "# Notes\n" } }] },
    { toolCalls: [{ name: "finish", arguments: { verdict: "completed", summary: "Written." } }] },
  ],
  "T-2": [
    {
      toolCalls: [
        {
          name: "finish",
          arguments: { verdict: "blocked", summary: "No.", kind: "needsDecision", reason: "Which colour?" },
        },
      ],
    },
  ],
};

let workspace: MadeWorkspace;
let editor: Editor;

const row = (name: RegExp) => editor.workbench.treeRow(name);
const guide = (): string => readFileSync(join(workspace.folder, "guide.md"), "utf8");
const answer = (label: string): Promise<void> =>
  editor.workbench.dialog.getByRole("button", { name: label, exact: true }).click();

/** A click that comes too early for a request that has just appeared is simply made again. */
async function approveUntilAsked(): Promise<void> {
  const question = editor.workbench.dialog.filter({ hasText: "Replace guide.md?" });
  await expect
    .poll(async () => {
      await panelButton(editor, /^Approve Edited/)
        .click({ timeout: 1_000 })
        .catch(() => undefined);
      return question.isVisible();
    }, unhurried)
    .toBe(true);
}

beforeAll(async () => {
  workspace = await makeWorkspace(
    { "script.json": JSON.stringify(script), "guide.md": "# Guide\nThe first line.\n" },
    {
      thrifty: [{ id: "T-9", title: "Look around", description: "Look around.", budget: { calls: 1 } }],
      writing: [
        { id: "T-1", title: "Write notes", description: "Write the notes." },
        { id: "T-2", title: "Paint it", description: "Paint it.", depends_on: ["T-1"] },
      ],
    },
  );
  editor = await launchEditor({
    workspace: workspace.folder,
    settings: { "conductor.models.default": `script:${join(workspace.folder, "script.json")}` },
  });
  await editor.workbench.openConductorSidebar();
  await row(/^T-1 /).waitFor();
});

afterAll(async () => {
  await editor.close();
  await workspace.remove();
});

test(
  "A run that is paused for its budget is told of by the status bar and the panel, which leads on",
  async () => {
    await editor.workbench.inlineAction(row(/^thrifty/), /Run Track/);
    await row(/^T-9 .*Awaiting approval to start/).waitFor();
    await reviewNext(editor);
    const status = editor.workbench.statusBarItem(/paused/);
    await approveUntil(editor, () => status.isVisible());
    await gateReads(editor, /is paused/);
    await editor.screenshot("standstill-budget");
    await panelButton(editor, /^Add Budget and Continue/).click();
    await editor.workbench.quickPick(/The Same Again/).click();
    await row(/^T-9 .*Completed/).waitFor();
  },
  3 * minutes,
);

test(
  "An edit that leads a call to a file which is there is asked about, shows the difference, and replaces it only then",
  async () => {
    await editor.workbench.inlineAction(row(/^writing/), /Run Track/);
    await row(/^T-1 .*Awaiting approval to start/).waitFor();
    await reviewNext(editor);
    const path = editor.workbench.approvalFrame().locator('[data-argument="path"]');
    await approveUntil(editor, () => path.isVisible().catch(() => false));
    await path.fill("guide.md");
    await gateReads(editor, /you are asked before that/);
    await editor.screenshot("edited-path");

    await approveUntilAsked();
    await editor.screenshot("edited-path-question");
    await answer("Show Difference");
    const difference = editor.page.locator(".monaco-diff-editor");
    await difference.locator(".view-line", { hasText: "The first line." }).first().waitFor();
    await editor.screenshot("edited-path-difference");
    expect(guide()).toContain("The first line.");

    await editor.workbench.tab(/^Approval: T-1/).click();
    await approveUntilAsked();
    await answer("Replace");
    await expect.poll(guide, within).toBe("# Notes\n");
  },
  3 * minutes,
);

test(
  "When all approvals are given, the panel says which ticket waits for an answer, and takes it",
  async () => {
    await approveUntil(editor, () => row(/^T-2 .*Blocked/).isVisible());
    await gateReads(editor, /T-2 waits for your answer/);
    await gateReads(editor, /Which colour\?/);
    await editor.screenshot("standstill-question");
    await panelButton(editor, /^Answer…/).click();
    await editor.workbench.inputBox.waitFor();
    await editor.page.keyboard.press("Escape");
  },
  3 * minutes,
);
