import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveUntil, gateReads, panelButton, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";
import { typeKey } from "./bed/models";
import { finish, startProviders, turn, type Providers } from "./bed/providers";
import { filesWith } from "./bed/traces";
import { makeWorkspace, type MadeWorkspace } from "./bed/workspaces";

const minutes = 60_000;
const session = "keys";
const good = "AIza-keys-9876543210-good";
// Refused, and with the whole key in the refusal, as some gateways do.
const wrong = "echo-keys-9876543210-wrong";

const script = {
  C: [
    turn("I look at the list.", "read_file", { path: "notes.txt", level: "full" }),
    turn("Milk is missing.", "edit_file", {
      path: "notes.txt",
      oldText: "Buy flour.",
      newText: "Buy flour.\nBuy milk.",
    }),
    finish("The list has milk."),
  ],
};

const tickets = [
  {
    id: "C",
    title: "Add milk",
    description: "Add milk to the list.",
    acceptance: ["grep -q milk notes.txt"],
  },
];

let editor: Editor;
let providers: Providers;
let workspace: MadeWorkspace;

const row = (name: RegExp) => editor.workbench.treeRow(name);
const notice = (text: RegExp) => editor.workbench.notifications().filter({ hasText: text }).first();

beforeAll(async () => {
  providers = await startProviders(script);
  workspace = await makeWorkspace({ "notes.txt": "Buy flour.\n" }, { groceries: tickets });
  editor = await launchEditor({
    workspace: workspace.folder,
    settings: {
      "conductor.models.default": "gemini:gemini-2.5-flash",
      "conductor.models.addresses": { gemini: providers.addressOf(session) },
      // The log has then every message that the editor and the engine send each other.
      "conductor.trace.server": "verbose",
    },
  });
  await editor.workbench.openConductorSidebar();
  await row(/^C /).waitFor();
  await editor.workbench.palette("Developer: Set Log Level");
  await editor.workbench.quickPick(/^Conductor/).click();
  await editor.workbench.quickPick(/^Trace/).click();
});

afterAll(async () => {
  await editor.close();
  await providers.close();
  await workspace.remove();
});

test("A run without a key is refused, and a button of the refusal leads to the box for one", async () => {
  await editor.workbench.inlineAction(row(/^groceries/), /Run Track/);
  const refusal = notice(/Gemini needs a key/);
  await refusal.waitFor();
  await editor.screenshot("keys-none");
  await refusal.getByRole("button", { name: "Set API Key…" }).click();
  await typeKey(editor, wrong);
});

test("A key that the provider refuses is said to be refused, without the key", async () => {
  const refusal = notice(/Google Gemini.*key/);
  await refusal.getByRole("button", { name: "Set API Key…" }).waitFor();
  await editor.screenshot("keys-wrong");
  expect(await refusal.textContent()).not.toContain(wrong);
});

test("A run with a wrong key ends with what is wrong and where to set another one", async () => {
  await editor.workbench.palette("Notifications: Clear All Notifications");
  await editor.workbench.inlineAction(row(/^groceries/), /Run Track/);
  await row(/^C .*Awaiting approval to start/).waitFor();
  await reviewNext(editor);
  await approveUntil(editor, () => row(/^C .*Failed/).isVisible());
  await row(/^C .*Failed.*key/).waitFor();
  await notice(/The run of “groceries” failed/).waitFor();
  await editor.screenshot("keys-run-failed");
  await row(/^C .*Failed/).hover();
  await editor.screenshot("keys-row");
});

test("The notice's button and that of the panel both lead to the box for another key", async () => {
  await notice(/The run of “groceries” failed/)
    .getByRole("button", { name: "Set API Key…" })
    .click();
  const box = editor.workbench.quickInput.filter({ hasText: /API key of Google Gemini/ });
  await box.waitFor();
  await editor.page.keyboard.press("Escape");
  await gateReads(editor, /C failed for its key/);
  await panelButton(editor, /^Set API Key…/).click();
  await box.waitFor();
});

test(
  "The right key is tried, and from there the ticket goes on until it is accepted",
  async () => {
    await typeKey(editor, good, "keys-replace");
    const works = notice(/OK: Google Gemini answered/);
    await works.getByRole("button", { name: "Retry C" }).waitFor();
    await editor.screenshot("keys-right");
    await works.getByRole("button", { name: "Retry C" }).click();
    await approveUntil(editor, () => row(/^C .*Completed/).isVisible());
    await row(/^groceries.*Done/).waitFor();
    await editor.screenshot("keys-done");
    expect(await readFile(join(workspace.folder, "notes.txt"), "utf8")).toContain("Buy milk.");
  },
  3 * minutes,
);

test("No key stands in what the editor and the engine have written", async () => {
  const sent = (await providers.received(session)).map(({ headers }) => headers["x-goog-api-key"]);
  expect(new Set(sent)).toEqual(new Set([wrong, good]));
  // The secret storage of this editor is its browser's, so that nothing of the profile has to be left out.
  const places = [workspace.folder, editor.userDataDir];
  expect(await filesWith(places, [good, wrong])).toEqual([]);
  // It would have been seen there: what a worker said is in the journal, and what was sent to the engine is in the log.
  const seen = await filesWith(places, ["Milk is missing.", "conductor/secrets/set"]);
  expect(seen).toContainEqual(expect.stringMatching(/conductor\.db/));
  expect(seen).toContainEqual(expect.stringMatching(/logs.*\.log$/));
});
