import { beforeEach, expect, test } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import {
  ModelsTestRequest,
  type ModelTestResult,
  type RemedyName,
} from "../../../../../extension/src/protocol.generated";
import { state } from "../../fakes/vscode";
import { ModelsBed, provider, settle } from "./modelsBed";

let bed: ModelsBed;

beforeEach(() => {
  bed = new ModelsBed();
});

const asked = (): unknown =>
  bed.engine.requests.find(({ method }) => method === ModelsTestRequest.method)?.params;

const pick = (label: string): void => {
  state.answers.quickPick = (items: readonly { label: string }[]) =>
    items.find((item) => item.label === label);
};

test.each([
  ["gemini:pro", { model: "gemini:pro" }],
  ["ollama", { provider: "ollama" }],
])("Called with %s it tries just that", async (subject, params) => {
  await bed.run(commands.modelsTest, subject);
  expect(state.asked).toEqual([]);
  expect(asked()).toEqual(params);
});

test.each([
  ["Default model", { model: "gemini:flash" }],
  ["Label of anthropic", { provider: "anthropic" }],
])("Called bare it asks, and %s is one of the answers", async (label, params) => {
  pick(label);
  await bed.run(commands.modelsTest);
  expect(asked()).toEqual(params);
});

test("What is to be tried says of keys and addresses only what is known", async () => {
  bed.providers = [
    provider("lmstudio", { needsKey: false, keySource: "none" }),
    provider("editor", { needsKey: false, takesKey: false, keySource: "none", address: "vscode:lm" }),
  ];
  await bed.run(commands.modelsTest);
  const [, server, editor] = (state.asked[0]?.items ?? []) as { description: string; detail?: string }[];
  expect(server).toMatchObject({ description: "no key set", detail: "https://lmstudio.example/" });
  expect(editor).toMatchObject({ description: "" });
  expect(editor).not.toHaveProperty("detail");
});

test("A choice that is left tries nothing", async () => {
  await bed.run(commands.modelsTest);
  expect(asked()).toBeUndefined();
  expect(state.messages).toEqual([]);
});

test("What is tried shows with a Cancel button, which reaches the engine", async () => {
  await bed.run(commands.modelsTest, "gemini:pro");
  expect(state.progress).toEqual([{ location: 15, title: "Testing gemini:pro", cancellable: true }]);
  expect(bed.engine.requests.at(-1)?.token).toBe(state.cancellation.token);
});

const failed = (remedy?: RemedyName): ModelTestResult => ({
  ok: false,
  subject: "gemini:pro",
  account: "gemini",
  message: "It [does](command:x) not work.",
  milliseconds: 5,
  ...(remedy === undefined ? {} : { remedy }),
});

test.each<[RemedyName | undefined, readonly string[]]>([
  ["setKey", ["Set API Key…", "Show Log", "Choose Model…"]],
  ["chooseModel", ["Choose Model…", "Show Log"]],
  ["startProvider", ["Try Again", "Show Log", "Choose Model…"]],
  ["openSettings", ["Open Settings", "Show Log", "Choose Model…"]],
  [undefined, ["Show Log", "Choose Model…"]],
])("A failure whose remedy is %s offers what helps first", async (remedy, actions) => {
  bed.result = failed(remedy);
  await bed.run(commands.modelsTest, "gemini:pro");
  expect(state.messages).toEqual([{ kind: "warning", text: "It [does] (command:x) not work.", actions }]);
});

test("A button whose command goes wrong is told of and logged, as any other", async () => {
  bed.result = failed("setKey");
  state.answers.message = "Set API Key…";
  state.commands.set(commands.modelsSetKey, () => Promise.reject(new Error("It broke.")));
  await bed.run(commands.modelsTest, "gemini:pro");
  await settle();
  expect(state.messages.map(({ text }) => text)).toContainEqual(expect.stringContaining("It broke."));
});

test.each<[RemedyName, string, readonly unknown[]]>([
  ["setKey", "Set API Key…", [commands.modelsSetKey, "gemini"]],
  ["chooseModel", "Choose Model…", [commands.modelsChoose]],
  ["startProvider", "Try Again", [commands.modelsTest, "gemini:pro"]],
  ["openSettings", "Open Settings", ["workbench.action.openSettings", "conductor.models"]],
])("The button of %s does what it says", async (remedy, button, executed) => {
  bed.result = failed(remedy);
  state.answers.message = button;
  // Another one works, so that trying again ends.
  bed.engine.answer(ModelsTestRequest, () => {
    const { result } = bed;
    bed.result = { ok: true, subject: "gemini:pro", message: "It answers.", milliseconds: 3 };
    return result;
  });
  await bed.run(commands.modelsTest, "gemini:pro");
  await settle();
  expect(state.executed).toContainEqual(executed);
});
