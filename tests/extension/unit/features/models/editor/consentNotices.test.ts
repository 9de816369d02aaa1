import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import { commands, settings } from "../../../../../../extension/src/commands";
import {
  burstMilliseconds,
  ConsentNotices,
} from "../../../../../../extension/src/features/models/editor/consentNotices";
import { ServerTrackStore } from "../../../../../../extension/src/features/tickets/trackStore";
import {
  type TicketInfo,
  TrackChangedNotification,
  TrackListRequest,
  TrackOpenRequest,
} from "../../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../../fakes/fakeEngine";
import { languageModels } from "../../../fakes/languageModels";
import { delta, snapshot, ticket, trackId } from "../../../fakes/tracks";
import { reset, state } from "../../../fakes/vscode";

let engine: FakeEngine;
let notices: ConsentNotices;
let revision: number;

const listed = {
  trackId,
  path: trackId,
  description: "A track",
  status: "running",
  problems: [],
} as const;

const waiting = (id: string, model = "editor:copilot/gpt-4o"): TicketInfo =>
  ticket(id, {
    state: "running",
    actions: ["cancel", "allowModel"],
    waiting: {
      kind: "consent",
      message: "Conductor may not use GPT-4o until you [allow](command:x) it.",
      model,
    },
  });

beforeEach(async () => {
  reset();
  vi.useFakeTimers();
  revision = 1;
  engine = new FakeEngine();
  const log = { error: () => undefined } as unknown as vscode.LogOutputChannel;
  const store = new ServerTrackStore(engine, log);
  engine.answer(TrackListRequest, () => ({ tracks: [listed] }));
  engine.answer(TrackOpenRequest, () => snapshot({ status: "running" }));
  notices = new ConsentNotices({ log, store });
  await store.refresh();
});

afterEach(() => {
  notices.dispose();
  vi.useRealTimers();
});

const change = (...tickets: readonly TicketInfo[]): void => {
  revision += 1;
  engine.notify(TrackChangedNotification, delta(revision, { tickets }));
};

const said = (): readonly string[] => state.messages.map(({ text }) => text);

const burst = (): Promise<unknown> => vi.advanceTimersByTimeAsync(burstMilliseconds);

test("A ticket that comes to wait is told of once, in its own words, and the button allows its model", async () => {
  state.answers.message = "Allow…";
  change(waiting("T-1"));
  change({ ...waiting("T-1"), detail: "Still." });
  await burst();
  expect(said()).toEqual(["T-1 waits: Conductor may not use GPT-4o until you [allow] (command:x) it."]);
  expect(state.executed).toContainEqual([commands.modelsAllowEditor, "editor:copilot/gpt-4o"]);
  expect(languageModels.touched).toEqual([]);
});

test("Tickets that come to wait together are one notice, which leaves the choice among several models", async () => {
  state.answers.message = "Allow…";
  change(waiting("T-1"));
  change(waiting("T-2", "editor:other/one"));
  await burst();
  expect(said()).toEqual(["2 tickets wait until you allow the editor's models they use."]);
  expect(state.executed).toContainEqual([commands.modelsAllowEditor]);
});

test("A ticket that goes on in the meantime is not mentioned, and one that waits again is", async () => {
  change(waiting("T-1"));
  change(ticket("T-1", { state: "running" }));
  await burst();
  expect(said()).toEqual([]);
  change(waiting("T-1"));
  await burst();
  expect(said()).toHaveLength(1);
});

test.each(["errorsOnly", "off"])("Whoever wants notices %s is told nothing", async (wanted) => {
  state.settings.set(settings.notifications, wanted);
  change(waiting("T-1"));
  await burst();
  expect(said()).toEqual([]);
});
