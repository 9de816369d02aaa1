import { beforeEach, expect, test, vi } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import {
  ModelsListRequest,
  type TicketInfo,
  TicketUpdateRequest,
} from "../../../../../extension/src/protocol.generated";
import { ticket, trackId } from "../../fakes/tracks";
import { addDocument, ConfigurationTarget, type FakeQuickPick, state, Uri } from "../../fakes/vscode";
import { ModelsBed, provider, settle } from "./modelsBed";

let bed: ModelsBed;

beforeEach(() => {
  bed = new ModelsBed();
  bed.answers.set("gemini", () =>
    provider("gemini", {
      state: "ok",
      models: [
        {
          id: "gemini:flash",
          label: "Flash",
          contextWindow: 1_000_000,
          maximumOutput: 65_000,
          inputPrice: 0.1,
          outputPrice: 0.4,
        },
        { id: "gemini:pro", label: "Pro" },
      ],
    }),
  );
  bed.answers.set("anthropic", () =>
    provider("anthropic", { state: "failed", message: "It is not reached.", remedy: "openSettings" }),
  );
});

async function picker(): Promise<FakeQuickPick> {
  await vi.waitFor(() => expect(state.quickPicks).not.toEqual([]));
  await settle();
  return state.quickPicks.at(-1) ?? expect.unreachable();
}

const labels = ({ items }: FakeQuickPick): readonly unknown[] => items.map((item) => item["label"]);

test("A provider that lists no models stands after one whose models can be picked", async () => {
  bed.answers.set("gemini", () => provider("gemini", { state: "ok" }));
  bed.answers.set("anthropic", () =>
    provider("anthropic", { state: "ok", models: [{ id: "anthropic:a", label: "A" }] }),
  );
  void bed.run(commands.modelsChoose);
  const headings = labels(await picker()).filter((label) => String(label).startsWith("Label of"));
  expect(headings).toEqual(["Label of anthropic", "Label of gemini", "Label of gemini lists no models"]);
});

test("What can be used stands by provider, with size and price, and the model that is set is marked", async () => {
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  expect(labels(pick)).toEqual([
    "Label of gemini",
    "Flash",
    "Pro",
    "Label of anthropic",
    "Open Settings",
    "Without a provider",
    "Demo (offline)",
  ]);
  expect(pick.items[1]).toMatchObject({
    description: "gemini:flash · set now",
    detail: "1M context · 65k output · $0.10 in, $0.40 out per million tokens",
  });
  expect(pick.activeItems).toEqual([pick.items[1]]);
  expect(pick.items[4]).toMatchObject({ detail: "It is not reached." });
  expect(pick.busy).toBe(false);
});

test("The picker is there at once and busy; models appear provider by provider", async () => {
  let answer: () => void = () => undefined;
  bed.answers.set("anthropic", async () => {
    await new Promise<void>((resolve) => (answer = resolve));
    return provider("anthropic", { state: "ok", models: [{ id: "anthropic:opus", label: "Opus" }] });
  });
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  expect(pick.busy).toBe(true);
  expect(labels(pick)).toContain("Flash");
  expect(labels(pick)).toContain("Asking Label of anthropic…");
  answer();
  await settle();
  expect(labels(pick)).toContain("Opus");
  expect(labels(pick)).not.toContain("Asking Label of anthropic…");
  expect(pick.busy).toBe(false);
});

test("A provider that nobody could ask is not asked, and its row leads to setting its key", async () => {
  bed.providers = [
    provider("gemini", { state: "noKey", keySource: "none", message: "It needs a key.", remedy: "setKey" }),
  ];
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  expect(bed.engine.count(ModelsListRequest)).toBe(1);
  pick.choose("Set API Key…");
  await settle();
  expect(state.executed.at(-1)).toEqual([commands.modelsSetKey, "gemini"]);
  expect(state.settingsWritten).toEqual([]);
});

test("What a newer engine says of a provider is a plain row, and the others can be chosen", async () => {
  bed.providers = [
    provider("gemini", { state: "resting" as never, remedy: "wait" as never, message: "It rests." }),
    provider("anthropic", { state: "ok", models: [{ id: "anthropic:opus", label: "Opus" }] }),
  ];
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  await settle();
  expect(pick.items.find((item) => item["detail"] === "It rests.")).toMatchObject({
    label: "Label of gemini cannot be used now",
  });
  expect(labels(pick)).toContain("Opus");
});

test("A local provider that does not run says where it is looked for, and can be tried again", async () => {
  bed.providers = [
    provider("ollama", { state: "off", message: "Start it: ollama serve", remedy: "startProvider" }),
  ];
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  expect(pick.items.find((item) => item["label"] === "Try Again")).toMatchObject({
    description: "Label of ollama",
    detail: "It does not run at https://ollama.example/.",
    alwaysShow: true,
  });
  pick.choose("Try Again");
  await settle();
  expect(state.executed.at(-1)).toEqual([commands.modelsTest, "ollama"]);
});

test.each([
  ["for the person where no workspace sets it", false, ConfigurationTarget.Global],
  ["for the workspace where that sets it already", true, ConfigurationTarget.Workspace],
])("The chosen model is written %s", async (_where, inWorkspace, target) => {
  if (inWorkspace) {
    state.workspaceSettings.set("conductor.models.default", "gemini:flash");
  }
  void bed.run(commands.modelsChoose);
  (await picker()).choose("Pro");
  await settle();
  expect(state.settingsWritten).toEqual([["conductor.models.default", "gemini:pro", target]]);
  expect(state.messages.map(({ text }) => text)).toEqual([
    "gemini:pro is the model of tickets that name none.",
  ]);
  expect(state.quickPicks[0]?.isDisposed).toBe(true);
});

test("Who chooses a model while a run is under way is told that the run keeps its own", async () => {
  await bed.load({ status: "paused" });
  void bed.run(commands.modelsChoose);
  (await picker()).choose("Pro");
  await settle();
  expect(state.messages[0]?.text).toContain("The run under way keeps Demo (offline).");
});

test("Who chooses a model after tickets failed for want of one can retry those without one of their own", async () => {
  const failed = (id: string, model?: string): TicketInfo =>
    ticket(id, { state: "failed", actions: ["chooseModel", "retry"], ...(model ? { model } : {}) });
  await bed.load({ status: "failed", tickets: [failed("T-1"), failed("T-2"), failed("T-3", "gemini:own")] });
  state.answers.message = "Retry 2 Tickets";
  void bed.run(commands.modelsChoose);
  (await picker()).choose("Pro");
  await settle();
  const refs = [
    { trackId, ticketId: "T-1" },
    { trackId, ticketId: "T-2" },
  ];
  expect(state.executed.at(-1)).toEqual([commands.ticketRetry, refs[0], refs]);
});

test("An id that no list has can be typed; half a word is none", async () => {
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  pick.type("openrouter");
  expect(labels(pick)).not.toContain("Use “openrouter”");
  pick.type("openrouter:z/model-1");
  expect(pick.items[0]).toMatchObject({ label: "Use “openrouter:z/model-1”", alwaysShow: true });
  pick.choose("Use “openrouter:z/model-1”");
  await settle();
  expect(state.settingsWritten[0]?.[1]).toBe("openrouter:z/model-1");
});

test("What is typed and in no list is the row that Enter takes", async () => {
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  pick.type("openrouter:z/model-1");
  expect(pick.activeItems).toEqual([
    expect.objectContaining({ modelId: "openrouter:z/model-1", description: "as typed" }),
  ]);
});

test.each([
  ["gemini:pro", "gemini:pro"],
  ["gemini:p", "gemini:pro"],
  ["fla", "gemini:flash"],
])("While %s is typed, Enter takes the listed model %s", async (typed, modelId) => {
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  pick.type(typed);
  expect(pick.activeItems).toEqual([expect.objectContaining({ modelId })]);
});

test("Enter while no row is active takes the id that was typed, and nothing where none was", async () => {
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  pick.type("half a word");
  pick.enter();
  await settle();
  expect(pick.isDisposed).toBe(false);
  pick.type(" openrouter:z/model-1 ");
  pick.enter();
  await settle();
  expect(state.settingsWritten[0]?.[1]).toBe("openrouter:z/model-1");
});

test("The row a person went to while typing stays theirs when another provider answers", async () => {
  let answer: () => void = () => undefined;
  bed.answers.set("anthropic", async () => {
    await new Promise<void>((resolve) => (answer = resolve));
    return provider("anthropic", { state: "ok", models: [{ id: "anthropic:pro", label: "Pro" }] });
  });
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  pick.type("gemini:");
  pick.activeItems = pick.items.filter((item) => item["modelId"] === "gemini:pro");
  answer();
  await settle();
  expect(pick.activeItems).toEqual([expect.objectContaining({ modelId: "gemini:pro" })]);
});

test("A row that leads to a key or a remark names its provider, since headings go while one types", async () => {
  bed.providers = [
    provider("gemini", { state: "noKey", message: "Long words.", remedy: "setKey" }),
    provider("anthropic", { state: "ok" }),
  ];
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  await settle();
  expect(pick.items.find((item) => item["label"] === "Set API Key…")).toMatchObject({
    description: "Label of gemini",
    detail: "It needs a key.",
  });
  expect(pick.items.find((item) => item["label"] === "Label of anthropic lists no models")).toMatchObject({
    detail: "An id can be typed: anthropic:…",
  });
});

test("A typed id that a list has is not offered twice", async () => {
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  pick.type("gemini:pro");
  expect(labels(pick)).not.toContain("Use “gemini:pro”");
});

test("A model that is set and in no list stands on top", async () => {
  state.settings.set("conductor.models.default", "gemini:old");
  void bed.run(commands.modelsChoose);
  expect(labels(await picker()).slice(0, 2)).toEqual(["Set now", "gemini:old"]);
});

test("A picker that is left writes nothing, and what is still asked is given up", async () => {
  bed.answers.set("anthropic", () => new Promise(() => undefined));
  const chosen = bed.run(commands.modelsChoose);
  const pick = await picker();
  pick.hide();
  await chosen;
  expect(state.settingsWritten).toEqual([]);
  const token = bed.engine.requests.find(({ token: given }) => given !== undefined)?.token;
  expect(token).toMatchObject({ isCancellationRequested: true });
});

test("A remark is no choice", async () => {
  bed.answers.set("anthropic", () => new Promise(() => undefined));
  void bed.run(commands.modelsChoose);
  const pick = await picker();
  pick.choose("Asking Label of anthropic…");
  await settle();
  expect(pick.isDisposed).toBe(false);
});

test("An engine that breaks while it is asked closes the picker and is told", async () => {
  bed.answers.set("anthropic", () => Promise.reject(new Error("It broke.")));
  await bed.run(commands.modelsChoose);
  expect(state.quickPicks[0]?.isDisposed).toBe(true);
  expect(state.messages.map(({ kind, text }) => ({ kind, text }))).toEqual([
    { kind: "error", text: "It broke." },
  ]);
});

test("The demo model is a command away", async () => {
  await bed.run(commands.modelsUseDemo);
  expect(state.settingsWritten).toEqual([["conductor.models.default", "demo", ConfigurationTarget.Global]]);
});

async function chooseForTicket(
  label: string,
  model?: string,
  changes: Partial<TicketInfo> = {},
): Promise<unknown> {
  await bed.load({
    tickets: [ticket("T-1", { ...changes, ...(model === undefined ? {} : { model }) })],
  });
  addDocument(Uri.file(`/work/${trackId}`));
  bed.engine.answer(TicketUpdateRequest, () => ({ path: trackId, ticketId: "T-1", edits: [], skipped: [] }));
  void bed.run(commands.modelsChooseForTicket, { trackId, ticketId: "T-1" });
  (await picker()).choose(label);
  await settle();
  return bed.engine.requests.find(({ method }) => method === TicketUpdateRequest.method)?.params;
}

test("A ticket's own model goes into its track's file", async () => {
  expect(await chooseForTicket("Pro")).toEqual({ trackId, ticketId: "T-1", fields: { model: "gemini:pro" } });
});

test("A ticket's own model can be taken out again", async () => {
  expect(await chooseForTicket("No model of its own", "gemini:pro")).toEqual({
    trackId,
    ticketId: "T-1",
    fields: { model: null },
  });
});

test("Who gives a failed ticket another model is told so, and can retry it there", async () => {
  state.answers.message = "Retry";
  await chooseForTicket("Pro", undefined, { state: "failed", actions: ["retry"] });
  expect(state.messages).toEqual([
    {
      kind: "information",
      text: "gemini:pro is the model of T-1 from its next attempt on.",
      actions: ["Retry"],
    },
  ]);
  expect(state.executed.at(-1)).toEqual([commands.ticketRetry, { trackId, ticketId: "T-1" }]);
});

test("Who gives a ticket that has not failed another model is told so alone", async () => {
  await chooseForTicket("No model of its own", "gemini:pro", { state: "completed", actions: ["retry"] });
  expect(state.messages).toMatchObject([
    {
      text: "T-1 has no model of its own any more; its next attempt uses the default one.",
      actions: [],
    },
  ]);
});

test("A ticket that has the chosen model already is left as it is", async () => {
  expect(await chooseForTicket("Pro", "gemini:pro")).toBeUndefined();
  expect(state.settingsWritten).toEqual([]);
});
