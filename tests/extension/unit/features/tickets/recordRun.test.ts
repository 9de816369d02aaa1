import { beforeEach, expect, test, vi } from "vitest";
import type { ConductorContext } from "../../../../../extension/src/context";
import { recordRun } from "../../../../../extension/src/features/tickets/recordRun";
import { TrackRecordRequest } from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { reset, state } from "../../fakes/vscode";
import { Uri } from "../../fakes/vscodeTypes";

const folder = Uri.file("/shop");
let engine: FakeEngine;
let notes: string[];

beforeEach(() => {
  reset();
  notes = [];
  engine = new FakeEngine();
  engine.answer(TrackRecordRequest, () => ({ json: '{ "T-1": [] }\n', notes }));
});

const toPath = ({ path }: Uri): string | undefined =>
  path.startsWith("/shop/") ? path.slice("/shop/".length) : undefined;

async function run(path: string | undefined = ".conductor/tracks/first.track.json"): Promise<void> {
  const context = {
    engine,
    log: { error: () => undefined },
    workspace: { isTrusted: false, toUri: (relative: string) => Uri.joinPath(folder, relative), toPath },
  };
  await recordRun(context as unknown as ConductorContext, "first", path);
  await vi.waitFor(() => undefined);
}

test("It asks for the run of the track and offers a file called after it", async () => {
  await run();
  expect(engine.requests).toEqual([{ method: "conductor/track/record", params: { trackId: "first" } }]);
  expect(state.saveDialogs).toEqual([
    {
      title: "Record Run as Script",
      defaultUri: Uri.file("/shop/first.script.json"),
      filters: { Script: ["json"] },
    },
  ]);
});

test("A track without a file is called run", async () => {
  await recordRun(
    {
      engine,
      log: { error: () => undefined },
      workspace: { toUri: (path: string) => Uri.joinPath(folder, path), toPath },
    } as unknown as ConductorContext,
    "first",
    undefined,
  );
  expect(state.saveDialogs).toMatchObject([{ defaultUri: Uri.file("/shop/run.script.json") }]);
});

test("It writes the script and says how it is played and what a replay leaves out", async () => {
  notes = ["A stopped call is left out."];
  state.answers.save = Uri.file("/tmp/mine.json");
  await run();
  expect([...state.written]).toEqual([["/tmp/mine.json", '{ "T-1": [] }\n']]);
  expect(state.messages.map(({ text }) => text)).toEqual([
    "The run is recorded in /tmp/mine.json. In a fresh copy of the folder, the model script:/tmp/mine.json plays it again. A stopped call is left out.",
  ]);
});

test("Without a choice nothing is written", async () => {
  await run();
  expect(state.written.size).toBe(0);
  expect(state.messages).toEqual([]);
});

test("A script inside the folder is named from the folder on, as a model's id needs it", async () => {
  state.answers.save = Uri.joinPath(folder, "scripts/mine.json");
  await run();
  expect(state.messages[0]?.text).toContain("script:scripts/mine.json");
});

test("A script elsewhere is named whole", async () => {
  state.answers.save = Uri.file("/tmp/mine.json");
  await run();
  expect(state.messages[0]?.text).toContain("script:/tmp/mine.json");
});
