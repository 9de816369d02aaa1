import { beforeEach, expect, test } from "vitest";
import type * as vscode from "vscode";
import { editTrackFile } from "../../../../../extension/src/features/tickets/trackFileEdits";
import type { TrackFileEdit } from "../../../../../extension/src/protocol.generated";
import { ChosenWorkspaceRoot } from "../../../../../extension/src/server/workspaceRoot";
import { addDocument, reset, state, Uri } from "../../fakes/vscode";

const path = ".conductor/tracks/a.track.json";
const uri = Uri.file(`/work/${path}`);
const folder = { uri: Uri.file("/work"), name: "work", index: 0 } as unknown as vscode.WorkspaceFolder;
const workspace = new ChosenWorkspaceRoot(folder);

/** What the server answers for the first ticket of `{\n  "tickets": []\n}`. */
const newText = '\n    {\n      "id": "T-1"\n    }\n  ';
const edit = (changes: Partial<TrackFileEdit> = {}): TrackFileEdit => ({
  path,
  ticketId: "T-1",
  edits: [{ startLine: 1, startColumn: 14, endLine: 1, endColumn: 14, newText }],
  skipped: [],
  ...changes,
});

beforeEach(reset);

test("The server's text goes to the server's place, not a character more, and is saved", async () => {
  const document = addDocument(uri);
  await editTrackFile(workspace, () => Promise.resolve(edit()));
  expect(state.edits.flatMap(({ changes }) => changes)).toEqual([
    {
      uri,
      edits: [{ range: { start: { line: 1, character: 14 }, end: { line: 1, character: 14 } }, newText }],
    },
  ]);
  expect(document.saves).toBe(1);
});

test("A document with unsaved changes is left for the person to save", async () => {
  const document = addDocument(uri, { version: 4, isDirty: true });
  await editTrackFile(workspace, () => Promise.resolve(edit({ version: 4 })));
  expect(state.edits).toHaveLength(1);
  expect(document.saves).toBe(0);
});

test("When somebody typed meanwhile, the server is asked again about what there is now", async () => {
  addDocument(uri, { version: 5, isDirty: true });
  const versions = [4, 5];
  await editTrackFile(workspace, () => Promise.resolve(edit({ version: versions.shift() ?? 0 })));
  expect(state.edits).toHaveLength(1);
  expect(versions).toEqual([]);
});

test("A file that keeps changing is left as it is, and the person is told", async () => {
  addDocument(uri, { version: 5 });
  const edited = editTrackFile(workspace, () => Promise.resolve(edit({ version: 4 })));
  await expect(edited).rejects.toThrow(/Try again/);
  expect(state.edits).toEqual([]);
});

test("An edit that changes nothing touches nothing", async () => {
  const document = addDocument(uri);
  await editTrackFile(workspace, () => Promise.resolve(edit({ edits: [] })));
  expect(state.edits).toEqual([]);
  expect(document.saves).toBe(0);
});
