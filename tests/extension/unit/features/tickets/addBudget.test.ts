import { beforeEach, expect, test, vi } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import type { ConductorContext } from "../../../../../extension/src/context";
import { amountsFor, registerAddBudget } from "../../../../../extension/src/features/tickets/addBudget";
import { ServerTrackStore } from "../../../../../extension/src/features/tickets/trackStore";
import {
  type AddBudgetParams,
  TrackAddBudgetRequest,
  TrackListRequest,
  TrackOpenRequest,
  type TrackSnapshot,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { budget, noRows, snapshot, ticket, trackId } from "../../fakes/tracks";
import { reset, state, window } from "../../fakes/vscode";

let engine: FakeEngine;
let sent: AddBudgetParams[];
let context: ConductorContext;

beforeEach(() => {
  reset();
  vi.restoreAllMocks();
  sent = [];
  engine = new FakeEngine();
  engine.answer(TrackListRequest, () => ({
    tracks: [{ trackId, path: trackId, description: "A track", status: "paused" as const, problems: [] }],
  }));
  engine.answer(TrackAddBudgetRequest, (params) => {
    sent.push(params);
    return { trackId, revision: 2 };
  });
  const log = { error: () => undefined };
  context = {
    engine,
    log,
    store: new ServerTrackStore(engine, log),
    workspace: { isTrusted: true },
    extension: { subscriptions: [] },
  } as unknown as ConductorContext;
});

async function run(changes: Partial<TrackSnapshot>, ...args: readonly unknown[]): Promise<void> {
  engine.answer(TrackOpenRequest, () => snapshot({ status: "paused", ...changes }));
  registerAddBudget(context, noRows);
  await state.commands.get(commands.trackAddBudget)?.(...args);
}

/** Picks the rows with these labels, one after the other. */
function pick(...labels: readonly string[]): readonly (readonly string[])[] {
  const offered: string[][] = [];
  const queue = [...labels];
  vi.spyOn(window, "showQuickPick").mockImplementation(((items: readonly { label: string }[]) => {
    offered.push(items.map(({ label }) => label));
    const label = queue.shift();
    return Promise.resolve(items.find((item) => item.label === label));
  }) as never);
  return offered;
}

const reached = budget({ isReached: true });

test("Called bare it adds to the budget that holds a run up, by steps of what there was", async () => {
  const offered = pick("The Same Again");
  await run({ budget: reached });
  expect(offered).toEqual([["The Same Again", "Twice as Much Again", "Another Amount…"]]);
  expect(sent).toEqual([{ trackId, tokens: 10_000 }]);
});

test("A ticket's own budget is added to by the ticket's id", async () => {
  pick("Twice as Much Again");
  const limits = { money: 0.5 };
  const own = ticket("T-1", { budget: budget({ isReached: true, nearest: "money", limits }) });
  await run({ tickets: [own], budget: budget() }, trackId);
  expect(sent).toEqual([{ trackId, ticketId: "T-1", money: 1 }]);
});

test("An amount can be written", async () => {
  pick("Another Amount…");
  state.answers.input = " 2500 ";
  await run({ budget: reached });
  expect(sent).toEqual([{ trackId, tokens: 2500 }]);
});

test("What is no amount is said while it is typed", async () => {
  pick("Another Amount…");
  const box = vi.spyOn(window, "showInputBox");
  await run({ budget: reached });
  const { validateInput } = (box.mock.calls as unknown[][])[0]?.[0] as {
    readonly validateInput: (text: string) => string | undefined;
  };
  expect(["0", "-5", "1.5", "many", ""].map(validateInput)).not.toContain(undefined);
  expect(validateInput("1500")).toBeUndefined();
});

test("Where no budget holds a run up it asks of what, when there are several limits", async () => {
  const offered = pick("Model Calls", "The Same Again");
  await run({ status: "running", budget: budget({ limits: { tokens: 10_000, calls: 20 } }) });
  expect(offered[0]).toEqual(["Tokens", "Model Calls"]);
  expect(sent).toEqual([{ trackId, calls: 20 }]);
});

test("Whose budget is asked for where several hold runs up", async () => {
  const offered = pick("T-1", "The Same Again");
  const tickets = [ticket("T-1", { budget: reached }), ticket("T-2", { budget: reached })];
  await run({ tickets });
  expect(offered[0]).toEqual(["T-1", "T-2"]);
  expect(sent).toEqual([{ trackId, ticketId: "T-1", tokens: 10_000 }]);
});

test("Without any budget it says where one can be given", async () => {
  await run({});
  expect(state.messages[0]?.text).toContain("No run has a budget to add to.");
});

test("Whoever leaves the question adds nothing", async () => {
  pick();
  await run({ budget: reached });
  expect(sent).toEqual([]);
});

test("A budget of nothing suggests no amount", () => {
  expect(amountsFor(budget({ limits: { tokens: 0 } }), "tokens")).toHaveLength(1);
});
