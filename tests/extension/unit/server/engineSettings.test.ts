import { beforeEach, expect, test } from "vitest";
import { affectsServer, readEngineSettings } from "../../../../extension/src/server/engineSettings";
import { reset, state } from "../fakes/vscode";

beforeEach(reset);

test("Without a setting, the engine is told the defaults of the settings page", () => {
  expect(readEngineSettings(undefined)).toMatchObject({
    model: "gemini:gemini-2.5-flash-lite",
    qaModel: "",
    thinking: "default",
    endpoints: {},
    addresses: {},
    priceFile: "",
  });
});

test("Of endpoints and addresses, what is not written as it should be is left out and spoils nothing else", () => {
  state.settings.set("conductor.models.endpoints", {
    good: { address: "http://127.0.0.1:1/v1", api: "responses" },
    odd: { address: "http://127.0.0.1:2/v1", api: "soap" },
    bare: "http://127.0.0.1:3/v1",
    empty: {},
  });
  state.settings.set("conductor.models.addresses", { ollama: "http://127.0.0.1:4", gemini: 5 });
  expect(readEngineSettings(undefined)).toMatchObject({
    endpoints: {
      good: { address: "http://127.0.0.1:1/v1", api: "responses" },
      odd: { address: "http://127.0.0.1:2/v1", api: "chat" },
    },
    addresses: { ollama: "http://127.0.0.1:4" },
  });
});

test.each([null, "text", 7])("Endpoints that are %j are none", (written) => {
  state.settings.set("conductor.models.endpoints", written);
  expect(readEngineSettings(undefined).endpoints).toEqual({});
});

test("A value that the settings page refuses is not handed on, and spoils nothing else", () => {
  state.settings.set("conductor.models.thinking", "max");
  state.settings.set("conductor.models.idleSeconds", "long");
  state.settings.set("conductor.models.qa", 7);
  state.settings.set("conductor.run.maxParallel", 2.5);
  state.settings.set("conductor.budget.minutes", 0.5);
  state.settings.set("conductor.budget.tokens", -3);
  state.settings.set("conductor.approvals.mode", "always");
  expect(readEngineSettings(undefined)).toMatchObject({
    thinking: "default",
    idleSeconds: 180,
    qaModel: "",
    maxParallel: 3,
    budget: { minutes: 1 },
    approvalsMode: "always",
  });
});

test.each([
  [1000, 1],
  [0.5, 0.5],
  [null, 1],
])(
  "A workspace that sets a budget of %j lowers the person's own of 1 and never lifts it",
  (written, limit) => {
    state.settings.set("conductor.budget.money", 1);
    state.workspaceSettings.set("conductor.budget.money", written);
    expect(readEngineSettings(undefined).budget).toEqual({ money: limit });
  },
);

test.each(["default", "qa", "thinking", "endpoints", "addresses", "priceFile"])(
  "A change of conductor.models.%s is told to the engine",
  (name) => {
    const event = { affectsConfiguration: (key: string) => key === `conductor.models.${name}` };
    expect(affectsServer(event)).toBe(true);
  },
);

test("Whether tickets that do not say what they change run alone is told to the engine, and only a plain yes is one", () => {
  expect(readEngineSettings(undefined).unscopedTicketsAlone).toBe(false);
  state.settings.set("conductor.run.unscopedTicketsAlone", "yes");
  expect(readEngineSettings(undefined).unscopedTicketsAlone).toBe(false);
  state.settings.set("conductor.run.unscopedTicketsAlone", true);
  expect(readEngineSettings(undefined).unscopedTicketsAlone).toBe(true);
  const event = { affectsConfiguration: (key: string) => key === "conductor.run.unscopedTicketsAlone" };
  expect(affectsServer(event)).toBe(true);
});

test.each([
  ["auto", undefined],
  [undefined, undefined],
  ["elsewhere", undefined],
  ["worktree", "worktree"],
  ["folder", "folder"],
])("Where tickets work is told as %j: the engine chooses unless one of its words is set", (written, told) => {
  state.settings.set("conductor.run.isolation", written);
  expect(readEngineSettings(undefined).isolation).toBe(told);
});

test.each([
  [undefined, "ask"],
  ["auto", "auto"],
  ["always", "ask"],
])("When work lands is told for %j as %s", (written, told) => {
  state.settings.set("conductor.run.landing", written);
  expect(readEngineSettings(undefined).landing).toBe(told);
});

test.each(["isolation", "landing"])("A change of conductor.run.%s is told to the engine", (name) => {
  const event = { affectsConfiguration: (key: string) => key === `conductor.run.${name}` };
  expect(affectsServer(event)).toBe(true);
});
