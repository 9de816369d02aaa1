import { beforeEach, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import { EditorModels } from "../../../../../../extension/src/features/models/editor/editorModels";
import { noteAnswered } from "../../../../../../extension/src/features/models/editor/languageModels";
import {
  type EditorModelCallParams,
  EditorModelCallRequest,
  EditorModelChangedNotification,
  EditorModelListRequest,
  type EditorModelStreamed,
  EditorModelStreamedNotification,
  ErrorCodes,
} from "../../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../../fakes/fakeEngine";
import { FakeModel, languageModels, says, withAccess } from "../../../fakes/languageModels";
import {
  CancellationError,
  CancellationTokenSource,
  LanguageModelError,
  LanguageModelTextPart,
  LanguageModelThinkingPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
  reset,
} from "../../../fakes/vscode";

let engine: FakeEngine;
let models: EditorModels;
let model: FakeModel;

beforeEach(() => {
  reset();
  engine = new FakeEngine();
  model = new FakeModel("copilot", "gpt-4o");
  languageModels.models.push(model, new FakeModel("other", "gpt-4o"));
  const extension = withAccess({}) as vscode.ExtensionContext;
  models = new EditorModels({ engine, extension });
});

const call = (changes: Partial<EditorModelCallParams> = {}): EditorModelCallParams => ({
  callId: "7",
  model: "copilot/gpt-4o",
  messages: [{ role: "user", parts: [{ text: "What is to be done?" }] }],
  tools: [],
  toolMode: "auto",
  ...changes,
});

const ask = (changes: Partial<EditorModelCallParams> = {}, source = new CancellationTokenSource()) =>
  engine.ask(EditorModelCallRequest, call(changes), source);

const streamed = (): readonly EditorModelStreamed[] =>
  engine.told
    .filter(({ method }) => method === EditorModelStreamedNotification.method)
    .map(({ params }) => params as EditorModelStreamed);

test("The list says of each model whether it may be called, and asks nobody", async () => {
  model.allowed = undefined;
  const [, other] = languageModels.models;
  expect(await engine.ask(EditorModelListRequest, {})).toEqual({
    models: [
      {
        id: "copilot/gpt-4o",
        vendor: "copilot",
        family: "small",
        version: "1",
        name: "COPILOT gpt-4o",
        maxInputTokens: 8000,
      },
      expect.objectContaining({ id: "other/gpt-4o", canSend: true }),
    ],
  });
  expect([...model.requests, ...(other?.requests ?? [])]).toEqual([]);
});

test("An editor that offers no models has an empty list, and a call says so", async () => {
  languageModels.isThere = false;
  expect(await engine.ask(EditorModelListRequest, {})).toEqual({ models: [] });
  await expect(ask()).rejects.toMatchObject({
    code: ErrorCodes.editorModelNotFound,
    message: expect.stringContaining("offers no models") as string,
  });
});

test("An answer comes in pieces in order, and what comes while one is sent goes with the next", async () => {
  const sent: (() => void)[] = [];
  model.reply = () =>
    says(
      new LanguageModelThinkingPart(["Hm", "."]),
      "First, ",
      "then ",
      { unknown: true },
      "",
      "more.",
      new LanguageModelToolCallPart("c-1", "read_file", { path: "a.cs" }),
    );
  const answer = engine.ask(
    EditorModelCallRequest,
    call(),
    new CancellationTokenSource(),
    () => new Promise((resolve) => sent.push(resolve)),
  );
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  await new Promise((resolve) => setTimeout(resolve));
  sent[0]?.();
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  sent[1]?.();
  expect(await answer).toEqual({ finish: "toolCalls", pieces: 2, maxInputTokens: model.maxInputTokens });
  expect(streamed()).toEqual([
    { callId: "7", sequence: 0, parts: [{ thinking: "Hm." }] },
    {
      callId: "7",
      sequence: 1,
      parts: [
        { text: "First, then more." },
        { toolCall: { callId: "c-1", name: "read_file", arguments: { path: "a.cs" } } },
      ],
    },
  ]);
});

test("An answer without tool calls stops by itself, and one without anything has no pieces", async () => {
  model.reply = () => says();
  expect(await ask()).toMatchObject({ finish: "stop", pieces: 0 });
});

test("The model is sent the conversation and the tools in the editor's own shapes", async () => {
  await ask({
    messages: [
      { role: "user", parts: [{ text: "You work on one ticket." }] },
      {
        role: "assistant",
        parts: [
          { text: "I read." },
          { toolCall: { callId: "c-1", name: "read_file", arguments: { path: "a.cs" } } },
        ],
      },
      {
        role: "user",
        parts: [
          { toolResult: { callId: "c-1", text: "class A;", isError: false } },
          { toolResult: { callId: "c-2", text: "No such file.", isError: true } },
        ],
      },
    ],
    tools: [{ name: "read_file", description: "Reads a file.", inputSchema: { type: "object" } }],
    toolMode: "required",
    maxOutputTokens: 200,
  });
  const [request] = model.requests;
  expect(request?.messages).toEqual([
    { role: "user", content: [new LanguageModelTextPart("You work on one ticket.")] },
    {
      role: "assistant",
      content: [
        new LanguageModelTextPart("I read."),
        new LanguageModelToolCallPart("c-1", "read_file", { path: "a.cs" }),
      ],
    },
    {
      role: "user",
      content: [
        new LanguageModelToolResultPart("c-1", [new LanguageModelTextPart("class A;")]),
        new LanguageModelToolResultPart("c-2", [new LanguageModelTextPart("The call failed: No such file.")]),
      ],
    },
  ]);
  expect(request?.options).toEqual({
    justification: expect.stringContaining("tickets") as string,
    tools: [{ name: "read_file", description: "Reads a file.", inputSchema: { type: "object" } }],
    toolMode: 2,
    modelOptions: { max_tokens: 200 },
  });
});

test("A model is found by its vendor and id, or by its id alone, or not at all", async () => {
  await ask({ model: "other/gpt-4o" });
  expect(languageModels.models[1]?.requests).toHaveLength(1);
  await ask({ model: "gpt-4o" });
  expect(model.requests).toHaveLength(1);
  const slashed = new FakeModel("router", "meta/llama");
  languageModels.models.push(slashed);
  await ask({ model: "meta/llama" });
  await ask({ model: "router/meta/llama" });
  expect(slashed.requests).toHaveLength(2);
  await expect(ask({ model: "copilot/none" })).rejects.toMatchObject({
    code: ErrorCodes.editorModelNotFound,
    message: expect.stringContaining("copilot/none") as string,
  });
});

test.each([undefined, false])(
  "A model that nobody has allowed (%s) is never called by a worker, so that the editor does not ask",
  async (allowed) => {
    model.allowed = allowed;
    await expect(ask()).rejects.toMatchObject({
      code: ErrorCodes.editorModelNeedsConsent,
      message: expect.stringContaining("Allow Editor Model…") as string,
    });
    expect(model.requests).toEqual([]);
  },
);

test("Where the editor keeps no account of consent, its refusal ends what the person's request had begun", async () => {
  models.dispose();
  models = new EditorModels({ engine, extension: {} as vscode.ExtensionContext });
  noteAnswered(model as unknown as vscode.LanguageModelChat);
  await expect(ask()).resolves.toMatchObject({ finish: "stop" });
  model.allowed = false;
  await expect(ask()).rejects.toMatchObject({ code: ErrorCodes.editorModelNeedsConsent });
  await expect(ask()).rejects.toMatchObject({ code: ErrorCodes.editorModelNeedsConsent });
  expect(model.requests).toHaveLength(2);
});

test.each([
  ["NoPermissions", LanguageModelError.NoPermissions("No."), ErrorCodes.editorModelNeedsConsent],
  ["NotFound", LanguageModelError.NotFound("Gone."), ErrorCodes.editorModelNotFound],
  ["Blocked", LanguageModelError.Blocked("Not this."), ErrorCodes.editorModelBlocked],
  ["Blocked by a rate", LanguageModelError.Blocked("Rate limit exceeded"), ErrorCodes.editorModelQuota],
  [
    "a quota that the editor wrapped",
    new LanguageModelError("Failed", "Unknown", Object.assign(new Error("x"), { name: "ChatQuotaExceeded" })),
    ErrorCodes.editorModelSpent,
  ],
  [
    "what a month allows",
    new Error("You have exceeded your premium request allowance"),
    ErrorCodes.editorModelSpent,
  ],
  ["a quota", new Error("You exceeded your current quota"), ErrorCodes.editorModelSpent],
  [
    "a limit of a minute in a provider's words",
    new Error("429 Quota exceeded for metric: requests per minute. Please retry in 33.5s"),
    ErrorCodes.editorModelQuota,
  ],
  [
    "a limit that is over soon",
    new Error("429 quota_exceeded, try again in 20 seconds"),
    ErrorCodes.editorModelQuota,
  ],
  ["a month's quota", new Error("quota exceeded, try again in 3 days"), ErrorCodes.editorModelSpent],
  [
    "a quota of a minute",
    new Error("429: You exceeded your current quota. Please retry in 20s"),
    ErrorCodes.editorModelQuota,
  ],
  ["too many requests", new Error("Too many requests"), ErrorCodes.editorModelQuota],
  ["off topic", new Error("off_topic"), ErrorCodes.editorModelBlocked],
  ["too long", new Error("prompt is too long: 9 tokens"), ErrorCodes.editorModelTooLong],
  ["anything else", new Error("The network is down"), ErrorCodes.editorModelFailed],
])("An error of the model (%s) is refused with a code and words", async (_what, error, code) => {
  model.reply = async function* () {
    yield await Promise.resolve(new LanguageModelTextPart("I begin."));
    throw error;
  };
  await expect(ask()).rejects.toMatchObject({
    code,
    message: expect.stringMatching(/gpt-4o/) as string,
  });
});

test("What is told of a quota that is used up names the ways out", async () => {
  model.reply = async function* () {
    yield await Promise.resolve(new LanguageModelTextPart("I begin."));
    throw Object.assign(new Error("No more today"), { name: "ChatQuotaExceeded" });
  };
  await expect(ask()).rejects.toMatchObject({
    message:
      "The quota of the editor's model copilot/gpt-4o is used up: No more today. Wait until it begins anew, get more in the account that the editor is signed in to, or choose another model.",
  });
});

test("A cancel reaches the model and ends the call at once, although the model goes on", async () => {
  const source = new CancellationTokenSource();
  model.reply = async function* () {
    yield await Promise.resolve(new LanguageModelTextPart("I begin."));
    await new Promise(() => undefined);
  };
  const answer = ask({}, source);
  await vi.waitFor(() => expect(streamed()).toHaveLength(1));
  source.cancel();
  await expect(answer).rejects.toBeInstanceOf(CancellationError);
  expect(model.requests[0]?.token.isCancellationRequested).toBe(true);
});

test("A cancel is silent also when the model answers it with an error of its own", async () => {
  model.reply = async function* () {
    yield await Promise.resolve(new LanguageModelTextPart("I begin."));
    throw Object.assign(new Error("Canceled"), { name: "Canceled" });
  };
  await expect(ask()).rejects.toBeInstanceOf(CancellationError);
});

test("A piece that cannot be sent ends the call with a failure, and nothing is sent after it", async () => {
  model.reply = () => says("First, ", "then.");
  const answer = engine.ask(EditorModelCallRequest, call(), new CancellationTokenSource(), () =>
    Promise.reject(new Error("The connection is gone")),
  );
  await expect(answer).rejects.toMatchObject({ code: ErrorCodes.editorModelFailed });
  expect(streamed()).toHaveLength(1);
});

test("Before the first use nothing is watched; from then on each change is told once, until it is given back", async () => {
  const changes = (): number =>
    engine.told.filter(({ method }) => method === EditorModelChangedNotification.method).length;
  languageModels.modelsChanged.fire();
  expect(languageModels.touched).toEqual([]);
  await engine.ask(EditorModelListRequest, {});
  await engine.ask(EditorModelListRequest, {});
  languageModels.modelsChanged.fire();
  languageModels.accessChanged.fire();
  expect(changes()).toBe(2);
  models.dispose();
  languageModels.modelsChanged.fire();
  languageModels.accessChanged.fire();
  expect(changes()).toBe(2);
  await expect(engine.ask(EditorModelListRequest, {})).rejects.toThrow("Nobody answers");
});
