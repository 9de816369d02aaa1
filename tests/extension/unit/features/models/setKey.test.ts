import { beforeEach, expect, test } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import { whyNoKey } from "../../../../../extension/src/features/models/setKey";
import { ModelsListRequest, ModelsTestRequest } from "../../../../../extension/src/protocol.generated";
import { ticket, trackId } from "../../fakes/tracks";
import { state } from "../../fakes/vscode";
import { aKey, ModelsBed, provider, settle } from "./modelsBed";

let bed: ModelsBed;

beforeEach(() => {
  bed = new ModelsBed();
});

const labels = (): readonly string[] =>
  (state.asked[0]?.items ?? []).map((item) => (item as { label: string }).label);

/** The person picks the row with this label. */
const pick = (label: string): void => {
  state.answers.quickPick = (items: readonly { label: string }[]) =>
    items.find((item) => item.label === label);
};

test("Set API Key stores the key, tells the engine, tries it and says how it went", async () => {
  pick("Label of gemini");
  state.answers.input = `  ${aKey}\n`;
  await bed.run(commands.modelsSetKey);
  await settle();
  expect(await bed.secrets.get("conductor.key.v1.gemini")).toBe(aKey);
  expect(bed.told.at(-1)).toBe(`gemini ${aKey}`);
  expect(bed.engine.requests.find(({ method }) => method === ModelsTestRequest.method)?.params).toEqual({
    provider: "gemini",
  });
  expect(state.messages).toEqual([{ kind: "information", text: "It answers.", actions: [] }]);
});

test("The box hides what is typed, says where the key goes, and nothing ever shows the key", async () => {
  state.answers.input = aKey;
  await bed.run(commands.modelsSetKey, "anthropic");
  await settle();
  expect(state.asked[0]?.options).toMatchObject({
    title: "API key of Label of anthropic",
    password: true,
    ignoreFocusOut: true,
    prompt: expect.stringContaining("sent only to https://anthropic.example/") as string,
  });
  expect(bed.read).not.toContain(aKey);
  expect(bed.read).not.toContain(String(aKey.length));
});

test("The key is with the engine before it is tried", async () => {
  state.answers.input = aKey;
  await bed.run(commands.modelsSetKey, "gemini");
  const methods = bed.engine.requests.map(({ method }) => method);
  expect(methods.indexOf("conductor/secrets/set")).toBeGreaterThan(-1);
  expect(methods.indexOf("conductor/secrets/set")).toBeLessThan(methods.indexOf("conductor/models/test"));
});

test("A box that is left changes nothing and says nothing", async () => {
  state.answers.input = undefined;
  await bed.run(commands.modelsSetKey, "gemini");
  expect(await bed.secrets.keys()).toEqual([]);
  expect(bed.engine.count(ModelsTestRequest)).toBe(0);
  expect(state.messages).toEqual([]);
});

test.each([
  ["", /Paste the key first/],
  ["   \n", /Paste the key first/],
  ["two words", /no blanks/],
  ["key“quoted”", /no blanks, line breaks or special letters/],
])("'%s' is no key, and the box says why", (typed, why) => {
  expect(whyNoKey(typed)).toMatch(why);
});

test("Blanks around a key do no harm", () => {
  expect(whyNoKey(` ${aKey}\n`)).toBeUndefined();
});

test("Whose keys can be set is offered once for each key, that of the default model first, with what is set", async () => {
  bed.providers = [
    provider("anthropic", { keySource: "environment" }),
    provider("gemini", { state: "noKey", keySource: "none" }),
    provider("ollama", { takesKey: false, needsKey: false, keySource: "none" }),
    provider("openai"),
    provider("openai-responses", { account: "openai" }),
  ];
  await bed.run(commands.modelsSetKey);
  expect(labels()).toEqual(["Label of gemini", "Label of anthropic", "Label of openai"]);
  expect((state.asked[0]?.items ?? []).map((item) => (item as { description: string }).description)).toEqual([
    "no key",
    "key from the environment",
    "key set",
  ]);
});

test("A provider that shares its key with another sets that one", async () => {
  bed.providers = [provider("openai"), provider("openai-responses", { account: "openai" })];
  state.answers.input = aKey;
  await bed.run(commands.modelsSetKey, "openai-responses");
  expect(await bed.secrets.keys()).toEqual(["conductor.key.v1.openai"]);
});

test("A key that is refused stays stored and leads to setting another one, to the log, and to another model", async () => {
  bed.result = {
    ok: false,
    subject: "gemini",
    account: "gemini",
    message: "Gemini refused the key.",
    milliseconds: 80,
    remedy: "setKey",
  };
  state.answers.input = aKey;
  await bed.run(commands.modelsSetKey, "gemini");
  expect(state.messages).toEqual([
    {
      kind: "warning",
      text: "Gemini refused the key.",
      actions: ["Set API Key…", "Show Log", "Choose Model…"],
    },
  ]);
  state.answers.message = "Set API Key…";
  state.answers.input = undefined;
  bed.result = { ...bed.result };
  await bed.run(commands.modelsTest, "gemini");
  await settle();
  expect(state.executed.at(-1)).toEqual([commands.modelsSetKey, "gemini"]);
});

test("From a ticket that failed for want of a key, it is its own provider's key, and then the ticket can be retried", async () => {
  await bed.load({
    tickets: [ticket("T-1", { state: "failed", model: "anthropic:opus", actions: ["setKey", "retry"] })],
  });
  state.answers.input = aKey;
  const ref = { trackId, ticketId: "T-1" };
  await bed.run(commands.modelsSetKey, ref);
  expect(await bed.secrets.keys()).toEqual(["conductor.key.v1.anthropic"]);
  expect(state.messages.at(-1)?.actions).toEqual(["Retry T-1"]);
});

test("What a ticket failed for counts, whatever the settings name by now", async () => {
  await bed.load({
    tickets: [ticket("T-1", { state: "failed", keyOf: "anthropic", actions: ["setKey", "retry"] })],
  });
  state.answers.input = aKey;
  await bed.run(commands.modelsSetKey, { trackId, ticketId: "T-1" });
  expect(await bed.secrets.keys()).toEqual(["conductor.key.v1.anthropic"]);
});

test("A working key of another provider than the default model's leads to choosing a model of it", async () => {
  state.answers.input = aKey;
  await bed.run(commands.modelsSetKey, "anthropic");
  expect(state.messages.at(-1)?.actions).toEqual(["Choose Model…"]);
});

test("An engine that cannot be asked is said, and nobody is asked for a key", async () => {
  bed.engine.answer(ModelsListRequest, () => Promise.reject(new Error("It broke.")));
  await bed.run(commands.modelsSetKey, "gemini");
  expect(state.asked).toEqual([]);
  expect(state.messages.map(({ kind, actions }) => ({ kind, actions }))).toEqual([
    { kind: "error", actions: ["Show Log"] },
  ]);
});

test("Remove API Key asks first, takes it away and tells the engine", async () => {
  await bed.secrets.store("conductor.key.v1.gemini", aKey);
  pick("Label of gemini");
  await bed.run(commands.modelsRemoveKey);
  expect(await bed.secrets.keys()).toHaveLength(1);
  expect(state.messages[0]).toMatchObject({ text: "Remove the stored API key of Label of gemini?" });
  state.answers.message = "Remove";
  await bed.run(commands.modelsRemoveKey);
  expect(await bed.secrets.keys()).toEqual([]);
  expect(bed.told.at(-1)).toBe("gemini");
  expect(state.messages.at(-1)?.text).toBe("The API key of Label of gemini is removed.");
  expect(bed.read).not.toContain(aKey);
});

test("A key can be removed while the engine is down", async () => {
  await bed.secrets.store("conductor.key.v1.gemini", aKey);
  await settle();
  bed.engine.state = "failed";
  bed.engine.requests.length = 0;
  pick("gemini");
  state.answers.message = "Remove";
  await bed.run(commands.modelsRemoveKey);
  expect(await bed.secrets.keys()).toEqual([]);
  expect(bed.engine.requests).toEqual([]);
});

test("Removing a key when none is stored says where keys of the environment are taken away", async () => {
  await bed.run(commands.modelsRemoveKey);
  expect(state.messages.map(({ text }) => text)).toEqual([
    expect.stringContaining("No API key is stored here.") as string,
  ]);
});
