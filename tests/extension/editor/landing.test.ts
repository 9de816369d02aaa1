import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerGate, gateReads, panelButton } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";
import { journalOf } from "./bed/journal";
import { makeRepository, type MadeWorkspace } from "./bed/workspaces";

const minutes = 60_000;
const within = { timeout: 60_000 };
const unhurried = { ...within, interval: 1_000 };

const write = (path: string, content: string) => ({
  toolCalls: [{ name: "write_file", arguments: { path, content } }],
});
const finish = (summary: string) => ({
  toolCalls: [{ name: "finish", arguments: { verdict: "completed", summary } }],
});

const colours = "src/colours.txt";
const coloursBefore = "red\n?\nblue\n1\n2\n3\nwhite\n";
/** As a merge editor shows it at first: what does not meet is together, what is in conflict is as it was. */
const coloursUnresolved = "red\n?\nblue\n1\n2\n3\nblack\n";

/** T-1 is sent back once; T-2 and T-3 write the same line; T-4 is built on T-1. */
const script = {
  "T-1": [
    write("src/greeting.txt", "Hello\nWorld\n"),
    finish("It greets."),
    write("src/greeting.txt", "Hello\nDear World\n"),
    finish("It greets politely."),
  ],
  "T-2": [write(colours, "red\ngreen\nblue\n1\n2\n3\nwhite\n"), finish("Green is in.")],
  "T-3": [write(colours, "red\nyellow\nblue\n1\n2\n3\nblack\n"), finish("Yellow is in.")],
  "T-4": [write("src/farewell.txt", "Bye\n"), finish("It says goodbye.")],
};

let workspace: MadeWorkspace;
let editor: Editor;

const rowIn = (view: string, name: RegExp): Locator =>
  editor.workbench.view(view).getByRole("treeitem", { name }).first();
const row = (name: RegExp): Locator => rowIn("Tickets", name);
const ticket = (id: string, words: string): Locator => row(new RegExp(`^${id} .*${words}`));
const git = (...args: readonly string[]): string =>
  execFileSync("git", [...args], { cwd: workspace.folder, encoding: "utf8" }).trim();
const own = (path: string): string => join(workspace.folder, path);

const noticeOfResolved = (): Locator => editor.workbench.notifications().filter({ hasText: "are resolved" });

/** Shows the gate of a ticket in the panel. Rows move when others come and go, so a click may meet another one; then it is made again. */
async function openGate(id: string): Promise<void> {
  const shown = editor.workbench.approvalFrame().locator("h1 .ticket", { hasText: id });
  await expect
    .poll(async () => {
      await rowIn("Approvals", new RegExp(`^${id} `)).click({ timeout: 5_000 });
      return shown.isVisible();
    }, unhurried)
    .toBe(true);
}

beforeAll(async () => {
  workspace = await makeRepository(
    { "script.json": JSON.stringify(script), [colours]: coloursBefore },
    {
      parallel: [
        { id: "T-1", title: "Greet", description: "Greet the world." },
        { id: "T-2", title: "Add green", description: "Add green." },
        { id: "T-3", title: "Add yellow", description: "Add yellow." },
        { id: "T-4", title: "Say goodbye", description: "Say goodbye.", depends_on: ["T-1"] },
      ],
    },
  );
  editor = await launchEditor({
    workspace: workspace.folder,
    settings: {
      "conductor.models.default": `script:${own("script.json")}`,
      "conductor.approvals.mode": "never",
      "conductor.run.isolation": "auto",
    },
  });
  await editor.workbench.openConductorSidebar();
  await row(/^T-1 /).waitFor();
});

afterAll(async () => {
  await editor.close();
  await workspace.remove();
});

test(
  "Three tickets work at the same time in trees of their own, and the person's folder stays as it is",
  async () => {
    await editor.workbench.inlineAction(row(/^parallel/), /Run Track/);
    for (const id of ["T-1", "T-2", "T-3"]) {
      await openGate(id);
      await answerGate(editor, id, /^Approve$/, ticket(id, "Awaiting review"));
    }
    await editor.screenshot("landing-three-wait");
    expect(git("status", "--porcelain")).toBe("");
    expect(existsSync(own("src/greeting.txt"))).toBe(false);
    expect(git("worktree", "list").split("\n").length).toBeGreaterThanOrEqual(4);
  },
  5 * minutes,
);

test(
  "A comment on a line of the review goes back to the worker with the person's words, and the worker goes on",
  async () => {
    await openGate("T-1");
    await panelButton(editor, /^Review Changes/).click();
    const changed = editor.page.locator(".multiDiffEntry").filter({ hasText: /greeting\.txt/ });
    await changed.locator(".view-line", { hasText: "World" }).first().waitFor();
    const second = changed.locator(".modified .view-line", { hasText: "World" }).first();
    await second.hover();
    await changed.locator(".modified .comment-range-glyph").nth(1).click();
    await editor.page.locator(".review-widget textarea, .review-widget .monaco-editor").first().waitFor();
    await editor.page.keyboard.type("Be polite.");
    await editor.page.getByRole("button", { name: "Add Comment" }).first().click();
    await editor.page.locator(".review-widget", { hasText: "not sent yet" }).first().waitFor();
    const comment = editor.page.locator(".review-widget .review-comment").first();
    await comment.hover();
    await comment.getByRole("button", { name: "Edit Comment" }).click();
    await comment.locator(".monaco-editor").first().waitFor();
    await editor.page.keyboard.press("End");
    await editor.page.keyboard.type(" And brief.");
    await editor.screenshot("landing-comment-edited");
    // What is not saved is there again when the review is opened anew.
    await editor.workbench.palette("View: Close Editor");
    await openGate("T-1");
    await panelButton(editor, /^Review Changes/).click();
    await comment.locator(".monaco-editor .view-line", { hasText: /Be.polite\..And.brief\./ }).waitFor();
    await comment.getByRole("button", { name: "Save" }).click();
    await comment.filter({ hasText: "Be polite. And brief." }).waitFor();
    await editor.screenshot("landing-comment");

    await openGate("T-1");
    await gateReads(editor, /Your comments \(1\)/);
    await editor.page.locator(".editor-actions").getByRole("button", { name: "Send Back…" }).first().click();
    await editor.workbench.approvalFrame().locator("#words").fill("It is too short.");
    await editor.screenshot("landing-send-back");
    await answerGate(editor, "T-1", /^Send Back$/, rowIn("Approvals", /^T-1 .*politely/));
    await expect
      .poll(async () => (await journalOf(workspace.folder)).join("\n"), within)
      .toMatch(/It is too short\.\\n\\nsrc\/greeting\.txt:2: Be polite\. And brief\./);
  },
  5 * minutes,
);

test(
  "Work lands when the person says so, and a ticket that was built on it goes on from there",
  async () => {
    await openGate("T-1");
    await answerGate(editor, "T-1", /^Land$/, ticket("T-1", "Completed"));
    await openGate("T-4");
    await answerGate(editor, "T-4", /^Approve$/, ticket("T-4", "Awaiting review"));
    await openGate("T-4");
    await answerGate(editor, "T-4", /^Land$/, ticket("T-4", "Completed"));
    await openGate("T-2");
    await answerGate(editor, "T-2", /^Land$/, ticket("T-2", "Completed"));
    expect(git("status", "--porcelain")).toBe("");
  },
  5 * minutes,
);

test(
  "What the merge editor saves before anything is resolved does not land",
  async () => {
    await openGate("T-3");
    await answerGate(editor, "T-3", /^Land$/, ticket("T-3", "In conflict"));
    await openGate("T-3");
    await gateReads(editor, /src\/colours\.txt/);
    await editor.screenshot("landing-conflict");
    await editor.workbench
      .notifications()
      .filter({ hasText: "The work of T-3 has not landed" })
      .getByRole("button", { name: "Resolve by Hand" })
      .click();
    await editor.workbench.tab(/Merging: colours\.txt/).waitFor();
    await editor.page.locator(".merge-editor").getByText("1 Conflict Remaining").first().waitFor();
    await editor.screenshot("landing-merge-editor");
    await editor.page.keyboard.press("Control+s");
    const file = join(
      /^worktree (.*t-3.*)$/m.exec(git("worktree", "list", "--porcelain"))?.[1] ?? "",
      colours,
    );
    await expect.poll(() => readFileSync(file, "utf8"), within).toBe(coloursUnresolved);
    await openGate("T-3");
    await panelButton(editor, /^Land What Is Resolved/).click();
    await gateReads(editor, /not resolved yet in src\/colours\.txt/);
    await editor.workbench
      .notifications()
      .filter({ hasText: /T-3 has not landed\. Conflicts are not resolved/ })
      .waitFor();
    await editor.screenshot("landing-not-resolved");
    await ticket("T-3", "In conflict").waitFor();
    expect(await noticeOfResolved().isVisible()).toBe(false);
  },
  5 * minutes,
);

test(
  "What is resolved and saved in the merge editor lands, and the merge editor is closed then",
  async () => {
    await editor.workbench.tab(/Merging: colours\.txt/).click();
    const accept = (side: string): Promise<void> =>
      editor.page.locator(".merge-editor").getByText(`Accept ${side}`, { exact: true }).click();
    await accept("T-3");
    await accept("Landed");
    await editor.page.locator(".merge-editor").getByText("0 Conflicts Remaining").waitFor();
    await editor.page.keyboard.press("Control+s");
    await noticeOfResolved().waitFor();
    await editor.screenshot("landing-resolved");
    await openGate("T-3");
    await answerGate(editor, "T-3", /^Land What Is Resolved/, ticket("T-3", "Completed"));
    // The tree is gone, so nothing can be saved in it any more.
    await editor.workbench.tab(/colours\.txt/).waitFor({ state: "detached" });
  },
  5 * minutes,
);

test(
  "At the end the work is merged into the person's branch when they say so, and only then it is in their folder",
  async () => {
    await row(/^parallel.*not merged yet/).waitFor();
    const notice = editor.workbench.notifications().filter({ hasText: "not in your branch yet" });
    await notice.waitFor();
    await editor.screenshot("landing-offer-merge");
    expect(existsSync(own("src/greeting.txt"))).toBe(false);
    await notice.getByRole("button", { name: /Merge into main/ }).click();
    await editor.workbench.dialog.filter({ hasText: "into main?" }).waitFor();
    await editor.screenshot("landing-merge-question");
    await editor.workbench.dialog.getByRole("button", { name: "Merge into main" }).click();
    await editor.workbench.notifications().filter({ hasText: "main has the work of" }).waitFor();
    expect(readFileSync(own("src/greeting.txt"), "utf8")).toBe("Hello\nDear World\n");
    expect(existsSync(own("src/farewell.txt"))).toBe(true);
    expect(readFileSync(own(colours), "utf8").split("\n").sort()).toEqual([
      "",
      "1",
      "2",
      "3",
      "black",
      "blue",
      "green",
      "red",
      "yellow",
    ]);
    expect(git("status", "--porcelain")).toBe("");
    expect(await row(/^parallel.*not merged yet/).isVisible()).toBe(false);
  },
  3 * minutes,
);

test(
  "A ticket that was built on one that is retried becomes stale",
  async () => {
    await editor.workbench.contextMenu(ticket("T-1", "Completed"), /^Retry Ticket/);
    await editor.workbench.dialog.filter({ hasText: "stale from then on: T-4" }).waitFor();
    await editor.screenshot("landing-retry-question");
    await editor.workbench.dialog.getByRole("button", { name: "Retry" }).click();
    await ticket("T-4", "Stale").waitFor();
    await editor.screenshot("landing-stale");
  },
  3 * minutes,
);

test("The trees that are left are listed with their state and size", async () => {
  await editor.workbench.palette("Conductor: Working Trees…");
  await editor.workbench.quickInput.filter({ hasText: "Working Trees" }).waitFor();
  const rows = editor.workbench.quickInput.getByRole("option");
  await rows.filter({ hasText: /T-1, attempt 2.*parallel · in use · [\d.]+ (B|kB|MB)/ }).waitFor();
  // Those of work that has landed are gone.
  expect(await rows.count()).toBe(1);
  await editor.screenshot("landing-trees");
  await editor.page.keyboard.press("Escape");
});

test(
  "A review that is open when the window is loaded again shows its changes again",
  async () => {
    const shown = editor.page
      .locator(".multiDiffEntry")
      .filter({ hasText: /colours\.txt/ })
      .locator(".view-line", { hasText: "green" });
    await editor.workbench.contextMenu(ticket("T-2", "Completed"), /^Review Changes/);
    await shown.first().waitFor();
    await editor.reload();
    await shown.first().waitFor();
    expect(await editor.workbench.tab(/^Changes of T-2/).count()).toBe(1);
    await editor.screenshot("landing-review-reloaded");
  },
  3 * minutes,
);
