import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveUntil, gateReads, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";
import { journalOf, printed } from "./bed/journal";
import { setKey, testConnection } from "./bed/models";
import { finish, startProviders, turn, type Providers } from "./bed/providers";
import { makeWorkspace, type MadeWorkspace } from "./bed/workspaces";

const minutes = 60_000;
const session = "editor";
const key = "AIza-editor-0123456789-good";

const script = {
  A: [
    turn("I look at the list.", "read_file", { path: "notes.txt", level: "full" }),
    turn("Eggs are missing.", "edit_file", {
      path: "notes.txt",
      oldText: "Buy flour.",
      newText: "Buy flour.\nBuy eggs.",
    }),
    finish("The list has eggs."),
  ],
  B: [
    turn("I look at the list.", "read_file", { path: "notes.txt", level: "full" }),
    { error: { kind: "rateLimit", retryAfterMs: 14_000 } },
    finish("The list can be read."),
  ],
};

const tickets = [
  {
    id: "A",
    title: "Add eggs",
    description: "Add eggs to the list.",
    context_requirements: ["notes.txt"],
    acceptance: ["grep -q eggs notes.txt"],
  },
  { id: "B", title: "Proofread", description: "Read the list once more.", depends_on: ["A"] },
];

let editor: Editor;
let providers: Providers;
let workspace: MadeWorkspace;

const row = (name: RegExp) => editor.workbench.treeRow(name);
const notice = (text: RegExp) => editor.workbench.notifications().filter({ hasText: text });

beforeAll(async () => {
  providers = await startProviders(script);
  workspace = await makeWorkspace({ "notes.txt": "Buy flour.\n" }, { groceries: tickets });
  editor = await launchEditor({
    workspace: workspace.folder,
    settings: { "conductor.models.addresses": { gemini: providers.addressOf(session) } },
  });
  await editor.workbench.openConductorSidebar();
  await row(/^A /).waitFor();
});

afterAll(async () => {
  await editor.close();
  await providers.close();
  await workspace.remove();
});

test("A key that is set is tried at once at the address of the person's settings, and the answer says that it works", async () => {
  await setKey(editor, /Gemini/, key, "models-key-box");
  await notice(/OK: Google Gemini answered in .* and lists \d+ models/).waitFor();
  await editor.screenshot("models-key-works");
  const [first] = await providers.received(session);
  expect(first?.headers["x-goog-api-key"]).toBe(key);
});

test("The picker offers the provider's models with their sizes and prices; the chosen one stands on the track's row", async () => {
  await editor.workbench.palette("Conductor: Choose Model…");
  const choice = editor.workbench.quickPick(/gemini:gemini-2\.5-flash(?!-)/);
  await choice.waitFor();
  await editor.screenshot("models-picker");
  await choice.click();
  await notice(/gemini:gemini-2\.5-flash is the model of tickets that name none/).waitFor();
  await row(/^groceries.*Gemini.*2\.5.*Flash|^groceries.*gemini-2\.5-flash/i).waitFor();
  await editor.screenshot("models-chosen");
});

test("A ticket gets a model of its own by its menu, in its track's file", async () => {
  await editor.workbench.contextMenu(row(/^B /), /Choose Model for Ticket/);
  await editor.workbench.quickPick(/gemini:gemini-2\.5-pro/).click();
  const track = join(workspace.folder, ".conductor/tracks/groceries.track.json");
  await expect.poll(() => readFile(track, "utf8")).toContain("gemini:gemini-2.5-pro");
});

test("Test Connection says that the default model answers", async () => {
  await testConnection(editor, /Default model/);
  await notice(/OK: gemini-2\.5-flash .* answered in .* with \d+ tokens/).waitFor();
  await editor.screenshot("models-test");
});

test("A ticket goes through its gates with a real model, and its tokens and cost stand on its row and in its tooltip", async () => {
  await editor.workbench.inlineAction(row(/^groceries/), /Run Track/);
  await row(/^A .*Awaiting approval to start/).waitFor();
  await reviewNext(editor);
  await gateReads(editor, /Gemini.*Flash|gemini-2\.5-flash/i);
  await editor.screenshot("models-gate-spawn");
  await approveUntil(editor, () => row(/^A .*Completed/).isVisible());
  await row(/^A .*Completed/)
    .filter({ hasText: /[\dk] tok.*\$0\.\d+/ })
    .waitFor();
  await editor.workbench.tooltip(row(/^A .*Completed/), /Tokens: .*input.*output.*Cost:\s\$0\.\d+/s);
  await editor.screenshot("models-done");
  expect(await readFile(join(workspace.folder, "notes.txt"), "utf8")).toContain("Buy eggs.");
});

test(
  "A rate limit counts down on the row, and then the run goes on by itself",
  async () => {
    await approveUntil(editor, () => row(/^B .*Waiting \d+ s · rate limit/).isVisible());
    await editor.screenshot("models-waiting");
    await row(/^B .*Waiting 5 s · rate limit/).waitFor();
    await editor.screenshot("models-waiting-less");
    await row(/^groceries.*Done/).waitFor();
    await editor.screenshot("models-waited");
  },
  3 * minutes,
);

test("The Usage view and the terminal have the tokens and the cost of each model", async () => {
  await editor.workbench.palette("Conductor: Show Usage");
  await row(/Tier 3 \(Worker\)/).waitFor();
  await editor.workbench.expand(row(/Tier 3 \(Worker\)/));
  await row(/^B .*Proofread, [\d,]+ input tokens.*\$0\.\d+/s).waitFor();
  await editor.screenshot("models-usage");
  const usage = await printed(workspace.folder, "usage");
  expect(usage).toContain("gemini-2.5-pro");
  expect(usage).toContain("gemini-2.5-flash");
  expect(usage).toMatch(/\$0\.\d+[^]*Prices as of \d{4}-\d{2}-\d{2}/);
  expect((await journalOf(workspace.folder)).join("\n")).toContain("Eggs are missing.");
});
