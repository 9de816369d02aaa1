import { beforeEach, expect, test } from "vitest";
import type * as vscode from "vscode";
import type { ConductorContext } from "../../../../../extension/src/context";
import { activateLifecycle } from "../../../../../extension/src/features/lifecycle";
import { ServerTrackStore } from "../../../../../extension/src/features/tickets/trackStore";
import {
  TrackChangedNotification,
  TrackListRequest,
  TrackOpenRequest,
} from "../../../../../extension/src/protocol.generated";
import { ChosenWorkspaceRoot } from "../../../../../extension/src/server/workspaceRoot";
import { FakeEngine } from "../../fakes/fakeEngine";
import { delta, snapshot, ticket, trackId } from "../../fakes/tracks";
import { grantTrust, reset, state, Uri } from "../../fakes/vscode";
import { EventEmitter } from "../../fakes/vscodeTypes";

const journal = "/work/.conductor/conductor.db";
const listed = { trackId, path: trackId, description: "A track", status: "idle", problems: [] } as const;

/** The editor's memory of the folder, which outlives a window. */
let memory: Map<string, unknown>;
let engine: FakeEngine;

beforeEach(() => {
  reset();
  memory = new Map();
  engine = new FakeEngine();
});

/** A view that a test brings into sight. */
function makeView() {
  const visibility = new EventEmitter<unknown>();
  const view = {
    visible: false,
    onDidChangeVisibility: visibility.event,
    show: () => {
      view.visible = true;
      visibility.fire(undefined);
    },
  };
  return view;
}

/** A window on the folder, with an engine that answers. */
function openWindow() {
  engine = new FakeEngine();
  engine.state = "stopped";
  engine.answer(TrackListRequest, () => {
    engine.state = "ready";
    return { tracks: [listed] };
  });
  engine.answer(TrackOpenRequest, () => snapshot());
  const log = { error: () => undefined } as unknown as vscode.LogOutputChannel;
  const folder = { uri: Uri.file("/work"), name: "work", index: 0 } as unknown as vscode.WorkspaceFolder;
  const subscriptions: { dispose(): unknown }[] = [];
  const context = {
    extension: {
      subscriptions,
      workspaceState: {
        get: (key: string) => memory.get(key),
        update: (key: string, value: unknown) => Promise.resolve(memory.set(key, value)),
      },
    },
    engine,
    log,
    store: new ServerTrackStore(engine, log),
    workspace: new ChosenWorkspaceRoot(folder),
  } as unknown as ConductorContext;
  const views = { tickets: makeView(), approvals: makeView(), usage: makeView() };
  activateLifecycle(context, [
    { id: "tickets", view: views.tickets as unknown as vscode.TreeView<unknown>, needs: "folder" },
    { id: "approvals", view: views.approvals as unknown as vscode.TreeView<unknown>, needs: "journal" },
    { id: "usage", view: views.usage as unknown as vscode.TreeView<unknown>, needs: "journal" },
  ]);
  return { views, close: () => subscriptions.forEach((one) => void one.dispose()) };
}

/** Everything that was set off has had its turn. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const starts = (): number => engine.count(TrackListRequest);

test.each(["approvals", "usage"] as const)(
  "Opening only %s starts the engine where it has run before",
  async (name) => {
    state.files.add(journal);
    openWindow().views[name].show();
    await settled();
    expect(starts()).toBe(1);
  },
);

test.each(["approvals", "usage"] as const)(
  "Opening only %s starts nothing in a folder without a journal",
  async (name) => {
    openWindow().views[name].show();
    await settled();
    expect(starts()).toBe(0);
  },
);

test("Opening Tickets starts the engine in any folder", async () => {
  openWindow().views.tickets.show();
  await settled();
  expect(starts()).toBe(1);
});

test("All views together start the engine once, and say once why it cannot be had", async () => {
  state.files.add(journal);
  const { views } = openWindow();
  engine.answer(TrackListRequest, () => {
    throw new Error("It cannot be started.");
  });
  views.tickets.show();
  views.approvals.show();
  views.usage.show();
  await settled();
  expect(starts()).toBe(1);
  expect(state.messages).toHaveLength(1);
});

test("An engine that is down is not started again by looking", async () => {
  state.files.add(journal);
  const { views } = openWindow();
  engine.state = "failed";
  views.approvals.show();
  await settled();
  expect(starts()).toBe(0);
});

async function leaveARunBehind(changes: Parameters<typeof delta>[1]): Promise<void> {
  state.files.add(journal);
  const first = openWindow();
  first.views.tickets.show();
  await settled();
  engine.notify(TrackChangedNotification, delta(2, changes));
  first.close();
}

test("After a reload during a run the engine starts with no view in sight", async () => {
  await leaveARunBehind({ status: "running" });
  openWindow();
  await settled();
  expect(starts()).toBe(1);
});

test("After a reload with an open approval the engine starts with no view in sight", async () => {
  await leaveARunBehind({ status: "idle", tickets: [ticket("T-1", { approvalIds: ["a-1"] })] });
  openWindow();
  await settled();
  expect(starts()).toBe(1);
});

test("After a reload when the run had ended nothing starts", async () => {
  await leaveARunBehind({ status: "running" });
  const second = openWindow();
  await settled();
  engine.notify(TrackChangedNotification, delta(2, { status: "running" }));
  engine.notify(TrackChangedNotification, delta(3, { status: "done" }));
  second.close();
  openWindow();
  await settled();
  expect(starts()).toBe(0);
});

test("A folder whose journal was deleted, or that is not trusted, is left alone", async () => {
  await leaveARunBehind({ status: "running" });
  state.isTrusted = false;
  openWindow();
  await settled();
  expect(starts()).toBe(0);
  state.isTrusted = true;
  state.files.clear();
  openWindow();
  await settled();
  expect(starts()).toBe(0);
});

test("When a folder with unfinished work is trusted, the engine starts with no view in sight", async () => {
  await leaveARunBehind({ status: "running" });
  state.isTrusted = false;
  openWindow();
  await settled();
  grantTrust();
  await settled();
  expect(starts()).toBe(1);
});

test("Trusting a folder where nothing was left starts nothing", async () => {
  state.files.add(journal);
  state.isTrusted = false;
  openWindow();
  grantTrust();
  await settled();
  expect(starts()).toBe(0);
});
