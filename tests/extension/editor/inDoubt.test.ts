import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveUntil, gateReads, panelButton, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";

const minutes = 60_000;
const within = { timeout: 30_000 };

let editor: Editor;

const row = (name: RegExp) => editor.workbench.treeRow(name);
const traces = (): string => join(editor.workspaceFolder, "traces.txt");

beforeAll(async () => {
  editor = await launchEditor();
  await editor.workbench.openConductorSidebar();
  await row(/^T-1 /).waitFor();
});

afterAll(async () => {
  await editor.close();
});

test(
  "An engine that is killed in the middle of a command asks what became of it, shows what is known, and does what is said",
  async () => {
    await editor.workbench.inlineAction(row(/^T-1 /), /Run Ticket/);
    await row(/^T-1 .*Awaiting approval to start/).waitFor();
    await reviewNext(editor);
    const panel = editor.workbench.approvalFrame();
    const command = panel.locator(".command-line textarea");
    await approveUntil(editor, () => command.isVisible().catch(() => false));

    // The command leaves a trace and then waits, so that the engine dies in the middle of it.
    await command.fill("echo began >> traces.txt; sleep 600");
    // A click that comes too early for a request that has just appeared is simply made again.
    const approve = panelButton(editor, /^Approve Edited/);
    await expect
      .poll(async () => {
        await approve.click({ timeout: 1_000 }).catch(() => undefined);
        return existsSync(traces());
      }, within)
      .toBe(true);
    const [killed] = editor.sidecarPids();
    if (killed === undefined) {
      throw new Error("A sidecar must be running.");
    }
    process.kill(killed, "SIGKILL");

    await gateReads(editor, /it is not known whether it has happened/);
    await gateReads(editor, /still running when the workspace was opened again and has been ended/);
    await gateReads(editor, /echo began >> traces\.txt; sleep 600/);
    await editor.screenshot("gate-in-doubt");
    appendFileSync(traces(), "a person looked\n");
    await panelButton(editor, /^Treat as Done…/).click();
    await editor.screenshot("gate-in-doubt-done");
    await panelButton(editor, /^Treat as Done$/).click();

    await approveUntil(editor, () => row(/^T-1 .*Completed/).isVisible());
    expect(readFileSync(traces(), "utf8")).toBe("began\na person looked\n");
  },
  4 * minutes,
);
