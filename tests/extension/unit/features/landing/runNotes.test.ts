import { beforeEach, expect, test, vi } from "vitest";
import { tellNotes } from "../../../../../extension/src/features/landing/runNotes";
import { FakeMemento } from "../../fakes/fakeMemento";
import { reset, state } from "../../fakes/vscode";
import { texts } from "./landingBed";

const dirty = (files: string): string =>
  `What is not committed is no part of what tickets start from: ${files}. Commit it first.`;
const shallow = "The repository is a shallow clone. History before the cut is not there.";
let memento: FakeMemento;
let window: Parameters<typeof tellNotes>[0];

const open = (): typeof window =>
  ({ extension: { workspaceState: memento }, log: { error: () => undefined } }) as unknown as typeof window;

beforeEach(() => {
  reset();
  memento = new FakeMemento();
  window = open();
});

test("What a run has to say is one message, and the same is not said again in the window", () => {
  tellNotes(window, { notes: [dirty("a.cs"), shallow] });
  tellNotes(window, { notes: [dirty("a.cs"), shallow] });
  tellNotes(window, {});
  expect(texts()).toEqual([`${dirty("a.cs")} ${shallow}`]);
});

test("A note that somebody has had enough of is left out in the workspace, whatever files it names; others are not", async () => {
  state.answers.message = "Don't Show Again";
  tellNotes(window, { notes: [dirty("a.cs")] });
  await vi.waitFor(() => expect(memento.keys()).toHaveLength(1));
  state.messages.length = 0;
  tellNotes(open(), { notes: [dirty("b.cs"), shallow] });
  expect(texts()).toEqual([shallow]);
});
