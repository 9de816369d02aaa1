import { beforeEach, expect, test } from "vitest";
import type * as vscode from "vscode";
import { commands } from "../../../../../../extension/src/commands";
import type { ConductorContext } from "../../../../../../extension/src/context";
import { activateEditorModels } from "../../../../../../extension/src/features/models/editor";
import { canSend } from "../../../../../../extension/src/features/models/editor/languageModels";
import { EditorModelChangedNotification } from "../../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../../fakes/fakeEngine";
import { FakeModel, languageModels, withAccess } from "../../../fakes/languageModels";
import { noRows, ticket, trackId } from "../../../fakes/tracks";
import { reset, state } from "../../../fakes/vscode";

let engine: FakeEngine;
let model: FakeModel;

beforeEach(() => {
  reset();
  engine = new FakeEngine();
  model = new FakeModel("copilot", "gpt-4o");
  model.allowed = undefined;
  languageModels.models.push(model);
  const extension = withAccess({ subscriptions: [] }) as vscode.ExtensionContext;
  const log = { error: () => undefined };
  const waiting = { kind: "consent", message: "Allow it.", model: "editor:copilot/gpt-4o" };
  const waits = ticket("T-1", { actions: ["allowModel"], waiting });
  const store = {
    onDidChange: () => undefined,
    ticket: (_track: string, id: string) => (id === "T-1" ? waits : undefined),
  };
  activateEditorModels({ engine, extension, log, store } as unknown as ConductorContext, noRows);
});

const allow = async (id?: string): Promise<void> => {
  await state.commands.get(commands.modelsAllowEditor)?.(...(id === undefined ? [] : [id]));
};

const changes = (): number =>
  engine.told.filter(({ method }) => method === EditorModelChangedNotification.method).length;

const said = (): readonly string[] => state.messages.map(({ kind, text }) => `${kind}: ${text}`);

test("A person who allows a model is asked by the editor, told the outcome, and the server is told", async () => {
  state.answers.quickPick = { model };
  await allow();
  expect(model.requests).toHaveLength(1);
  expect(model.requests[0]?.options).toEqual({
    justification: expect.stringContaining("project's files") as string,
  });
  expect(said()).toEqual([
    expect.stringMatching(/information: .*may use.*COPILOT gpt-4o.*editor:copilot\/gpt-4o/),
  ]);
  expect(changes()).toBe(1);
  expect(model.requests[0]?.token.isCancellationRequested).toBe(true);
});

test("A person who does not allow it is told what that means, and nobody tries again", async () => {
  model.answer = false;
  await allow("editor:copilot/gpt-4o");
  expect(said()).toEqual([expect.stringMatching(/warning: .*was not allowed.*choose another model/)]);
  expect(changes()).toBe(0);
});

test("A model that is allowed already is asked nothing, and what waits for it is woken", async () => {
  model.allowed = true;
  await allow("copilot/gpt-4o");
  expect(model.requests).toEqual([]);
  expect(changes()).toBe(1);
});

test("The model that a ticket's row waits for is not picked again", async () => {
  languageModels.models.unshift(new FakeModel("other", "first"));
  await state.commands.get(commands.modelsAllowEditor)?.({ trackId, ticketId: "T-1" });
  expect(model.requests).toHaveLength(1);
});

test("A person who leaves the picker has asked for nothing", async () => {
  await allow();
  expect(model.requests).toEqual([]);
  expect(said()).toEqual([]);
});

test("An editor without models says what to do", async () => {
  languageModels.models.length = 0;
  await allow();
  expect(said()).toEqual([expect.stringMatching(/warning: The editor has no models\. Install an extension/)]);
});

test("A model that is not there is named, with what to do", async () => {
  await allow("copilot/none");
  expect(said()).toEqual([expect.stringMatching(/warning: The editor has no model copilot\/none/)]);
});

test("Where the editor keeps no account of consent, an answer to the person's own request is one", async () => {
  const bare = { subscriptions: [] } as unknown as vscode.ExtensionContext;
  const other = new FakeModel("copilot", "never-asked-before");
  other.allowed = undefined;
  const may = (): boolean | undefined => canSend(bare, other as unknown as vscode.LanguageModelChat);
  expect(may()).toBeUndefined();
  state.answers.quickPick = { model: other };
  await allow();
  expect(may()).toBe(true);
});
