import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveUntil, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";
import { journalOf } from "./bed/journal";

// The editor of this bed asks nobody for consent to models, so that what happens before it is given is for unit tests.

let editor: Editor;
let workspace: string;

beforeAll(async () => {
  workspace = await realpath(await mkdtemp(join(tmpdir(), "conductor-lent-")));
  await mkdir(join(workspace, ".conductor/tracks"), { recursive: true });
  await writeFile(join(workspace, "notes.txt"), "Buy flour.\n");
  await mkdir(join(workspace, ".vscode"));
  const settings = { "conductor.models.default": "editor:lender/reader" };
  await writeFile(join(workspace, ".vscode/settings.json"), JSON.stringify(settings));
  const tickets = [{ id: "A", title: "Read", description: "Read the notes." }];
  await writeFile(join(workspace, ".conductor/tracks/lent.track.json"), JSON.stringify(tickets));
  editor = await launchEditor({
    workspace,
    companions: ["lender"],
    settings: { "chat.disableAIFeatures": false },
  });
  await editor.workbench.openConductorSidebar();
});

afterAll(async () => {
  await editor.close();
  await rm(workspace, { recursive: true, force: true });
});

test("A model that another extension brings works on a ticket, with tools, and its answer is in the journal", async () => {
  await editor.workbench.inlineAction(editor.workbench.treeRow(/^lent/), /Run Track/);
  await editor.workbench.treeRow(/^A .*Awaiting approval to start/).waitFor();
  await reviewNext(editor);
  await approveUntil(editor, () => editor.workbench.treeRow(/^A .*Completed/).isVisible());
  await editor.workbench.treeRow(/The lent model has read the notes/).waitFor();
  await editor.screenshot("editor-model");
  const journal = (await journalOf(workspace)).join("\n");
  expect(journal).toContain("I look at the notes.");
  expect(journal).toContain("look-1");
});

test("A person may allow a model of the editor by name, and is told that it may be used", async () => {
  await editor.workbench.palette("Conductor: Allow Editor Model");
  await editor.workbench.quickPick(/Reader/).click();
  await editor.workbench
    .notifications()
    .filter({ hasText: /may use the editor's model Reader/ })
    .waitFor();
});
