import { beforeEach, expect, test } from "vitest";
import type * as vscode from "vscode";
import { commands, contextKeys, views } from "../../../extension/src/commands";
import type { ConductorContext } from "../../../extension/src/context";
import { activateApprovals } from "../../../extension/src/features/approvals";
import { activateContext } from "../../../extension/src/features/context";
import { activateLanding } from "../../../extension/src/features/landing";
import { WorkReviews } from "../../../extension/src/features/landing/workReviews";
import { activateLifecycle } from "../../../extension/src/features/lifecycle";
import { activateModels } from "../../../extension/src/features/models";
import { activateEditorModels } from "../../../extension/src/features/models/editor";
import { activateTickets } from "../../../extension/src/features/tickets";
import { ServerTrackStore } from "../../../extension/src/features/tickets/trackStore";
import { activateUsage } from "../../../extension/src/features/usage";
import { activateWorkers } from "../../../extension/src/features/workers";
import { activateServer } from "../../../extension/src/server";
import { ChosenWorkspaceRoot } from "../../../extension/src/server/workspaceRoot";
import { FakeEngine } from "./fakes/fakeEngine";
import { languageModels, withAccess } from "./fakes/languageModels";
import { FakeSecrets } from "./fakes/secrets";
import { reset, state, Uri } from "./fakes/vscode";

let engine: FakeEngine;
let subscriptions: { dispose(): unknown }[];

beforeEach(() => {
  reset();
  // Something was run here once; that alone is no reason to start.
  state.files.add("/work/.conductor/conductor.db");
  engine = new FakeEngine();
  engine.state = "stopped";
  subscriptions = [];
  const log = { error: () => undefined, warn: () => undefined } as unknown as vscode.LogOutputChannel;
  const folder = { uri: Uri.file("/work"), name: "work", index: 0 } as unknown as vscode.WorkspaceFolder;
  const context: ConductorContext = {
    extension: withAccess({
      subscriptions,
      extensionUri: Uri.file("/extension"),
      secrets: new FakeSecrets().storage,
      workspaceState: { get: () => undefined, update: () => Promise.resolve() },
    }) as vscode.ExtensionContext,
    engine,
    log,
    store: new ServerTrackStore(engine, log),
    workspace: new ChosenWorkspaceRoot(folder),
  };
  activateServer(context);
  const works = new WorkReviews(engine);
  subscriptions.push(works);
  const tickets = activateTickets(context, works);
  const comments = activateLanding(context, works, tickets);
  activateContext(context, tickets);
  activateModels(context, tickets);
  activateEditorModels(context, tickets);
  activateWorkers(context, tickets);
  const usage = activateUsage(context);
  const approvals = activateApprovals(context, comments);
  subscriptions.push(approvals);
  activateLifecycle(context, [
    { id: views.tickets, view: tickets, needs: "folder" },
    { id: views.approvals, view: approvals.view, needs: "journal" },
    { id: views.usage, view: usage, needs: "journal" },
  ]);
});

test("Every command of the list does something", () => {
  expect([...state.commands.keys()].toSorted()).toEqual(Object.values(commands).toSorted());
});

test.each([commands.engineRestart, commands.refresh])(
  "%s shows in the Tickets view that it is under way",
  async (command) => {
    await state.commands.get(command)?.();
    expect(state.progress).toEqual([{ location: { viewId: views.tickets } }]);
  },
);

test("Every context key of the list is set", () => {
  expect([...state.contextKeys.keys()].toSorted()).toEqual(Object.values(contextKeys).toSorted());
});

test("Activation asks the engine for nothing, now or a little later, so that it is not started", async () => {
  await new Promise((resolve) => setTimeout(resolve));
  expect(engine.requests).toEqual([]);
});

test("Activation touches none of the editor's models, now or a little later", async () => {
  await new Promise((resolve) => setTimeout(resolve));
  expect(languageModels.touched).toEqual([]);
});

test("In Restricted Mode a command that runs something refuses and leads to the editor's trust settings", async () => {
  state.isTrusted = false;
  for (const command of [commands.trackRun, commands.trackResume, commands.ticketRun, commands.ticketRetry]) {
    state.messages.length = 0;
    await state.commands.get(command)?.();
    expect(state.messages.map(({ kind, actions }) => ({ kind, actions }))).toEqual([
      { kind: "warning", actions: ["Manage Workspace Trust"] },
    ]);
  }
  expect(engine.requests).toEqual([]);
});

test("Everything that was registered is given back", () => {
  subscriptions.forEach((subscription) => void subscription.dispose());
  expect([...state.commands.keys()]).toEqual([]);
});
