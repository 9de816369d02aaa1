import { beforeEach, expect, test, vi } from "vitest";
import {
  ModelsListRequest,
  SecretsSetRequest,
  TrackListRequest,
} from "../../../../../extension/src/protocol.generated";
import { state } from "../../fakes/vscode";
import { aKey, ModelsBed, provider, settle } from "./modelsBed";

let bed: ModelsBed;

beforeEach(() => {
  bed = new ModelsBed();
});

const name = (account: string): string => `conductor.key.v1.${account}`;

test("A session that begins is told every key before anything else is asked", async () => {
  bed.engine.state = "stopped";
  await bed.secrets.store(name("gemini"), aKey);
  await bed.secrets.store(name("openrouter"), "another");
  await bed.secrets.store("something.else", "not a key");
  expect(bed.engine.requests).toEqual([]);
  await bed.engine.begin();
  await settle();
  expect(bed.told).toEqual([`gemini ${aKey}`, "openrouter another"]);
  expect(bed.engine.requests.slice(0, 2).map(({ method }) => method)).toEqual([
    SecretsSetRequest.method,
    SecretsSetRequest.method,
  ]);
});

test("A session that begins anew is told them again", async () => {
  await bed.secrets.store(name("gemini"), aKey);
  await bed.engine.begin();
  await bed.engine.begin();
  expect(bed.told.filter((told) => told === `gemini ${aKey}`).length).toBeGreaterThanOrEqual(2);
});

test("A key that another window stores or removes is passed on to the engine that runs", async () => {
  await bed.secrets.store(name("gemini"), aKey);
  await settle();
  expect(bed.told).toEqual([`gemini ${aKey}`]);
  await bed.secrets.delete(name("gemini"));
  await settle();
  expect(bed.told).toEqual([`gemini ${aKey}`, "gemini"]);
});

test("A key that changes while no engine runs starts none", async () => {
  bed.engine.state = "stopped";
  await bed.secrets.store(name("gemini"), aKey);
  await settle();
  expect(bed.engine.requests).toEqual([]);
});

test("A key that changes while the engine starts reaches it when it is there", async () => {
  bed.engine.state = "starting";
  await bed.secrets.store(name("gemini"), aKey);
  await settle();
  expect(bed.told).toEqual([]);
  bed.engine.state = "ready";
  bed.engine.connect();
  await settle();
  expect(bed.told).toEqual([`gemini ${aKey}`]);
});

test("Of changes in a row the engine knows the latest in the end, however long an earlier one takes to read", async () => {
  const read = bed.secrets.get;
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  vi.spyOn(bed.secrets, "get").mockImplementationOnce(async (key) => {
    const early = await read(key);
    await held;
    return early;
  });
  await bed.secrets.store(name("gemini"), "first");
  await settle();
  await bed.secrets.store(name("gemini"), "second");
  await settle();
  goOn();
  await settle();
  expect(bed.told).toEqual(["gemini first", "gemini second"]);
});

test("An engine that cannot be told a key is told in the log, which does not show it, and the next change passes", async () => {
  bed.engine.answer(SecretsSetRequest, () => Promise.reject(new Error("It broke.")));
  await bed.secrets.store(name("gemini"), aKey);
  await settle();
  expect(bed.logged.join()).toContain("It broke.");
  expect(bed.read).not.toContain(aKey);
  bed.engine.answer(SecretsSetRequest, ({ provider: account }) => ({ provider: account, keySource: "none" }));
  await bed.secrets.delete(name("gemini"));
  await settle();
  expect(bed.told.at(-1)).toBe("gemini");
  expect(state.messages).toEqual([]);
});

test("Welcome texts know that the default model lacks a key, and that it has one as soon as it is set", async () => {
  const needsKey = (): unknown => state.contextKeys.get("conductor.needsKey");
  expect(needsKey()).toBe(false);
  bed.providers = [provider("gemini", { state: "noKey", keySource: "none" })];
  await bed.engine.begin();
  await settle();
  expect(needsKey()).toBe(true);
  bed.providers = [provider("gemini")];
  await bed.secrets.store(name("gemini"), aKey);
  await settle();
  expect(needsKey()).toBe(false);
});

test("Whether a key is needed is not asked of an engine that does not run", async () => {
  bed.engine.state = "stopped";
  await bed.secrets.store(name("gemini"), aKey);
  await settle();
  expect(bed.engine.count(ModelsListRequest) + bed.engine.count(TrackListRequest)).toBe(0);
});
