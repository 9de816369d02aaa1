import { beforeEach, expect, test, vi } from "vitest";
import type { CancellationToken } from "vscode";
import { commands } from "../../../../../extension/src/commands";
import type { ConductorContext } from "../../../../../extension/src/context";
import { pickTicket } from "../../../../../extension/src/features/tickets/pickers";
import { ticketDescription } from "../../../../../extension/src/features/tickets/ticketItems";
import { ticketTooltip } from "../../../../../extension/src/features/tickets/ticketTooltip";
import { registerTicketCommands } from "../../../../../extension/src/features/tickets/ticketCommands";
import { ServerTrackStore } from "../../../../../extension/src/features/tickets/trackStore";
import {
  type TicketInfo,
  TicketRetryRequest,
  TrackChangedNotification,
  TrackListRequest,
  TrackOpenRequest,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { delta, noRows, snapshot, ticket, trackId } from "../../fakes/tracks";
import { reset, state, window } from "../../fakes/vscode";

let engine: FakeEngine;
let context: ConductorContext;

beforeEach(() => {
  reset();
  vi.restoreAllMocks();
  engine = new FakeEngine();
  engine.answer(TrackListRequest, () => ({
    tracks: [{ trackId, path: trackId, description: "A track", status: "blocked" as const, problems: [] }],
  }));
  const log = { error: () => undefined };
  context = {
    engine,
    log,
    store: new ServerTrackStore(engine, log),
    workspace: { isTrusted: true },
    extension: { subscriptions: [] },
  } as unknown as ConductorContext;
});

async function load(...tickets: TicketInfo[]): Promise<void> {
  engine.answer(TrackOpenRequest, () => snapshot({ tickets }));
  await context.store.refresh();
}

const blocked = (id: string, detail: string): TicketInfo =>
  ticket(id, { state: "blocked", detail, actions: ["answer", "retry"] });

async function answer(...ticketIds: string[]): Promise<unknown> {
  state.answers.input = "Euro.";
  const box = vi.spyOn(window, "showInputBox");
  engine.answer(TicketRetryRequest, () => ({ trackId, revision: 2 }));
  registerTicketCommands(context, noRows);
  const rows = ticketIds.map((ticketId) => ({ trackId, ticketId }));
  await state.commands.get(commands.ticketAnswerAndRetry)?.(rows[0], rows.length > 1 ? rows : undefined);
  return (box.mock.calls as unknown[][])[0]?.[0];
}

test("The box for an answer shows the question, and says what becomes of the answer", async () => {
  await load(blocked("T-1", "Which\ncurrency?"));
  expect(await answer("T-1")).toMatchObject({
    title: "Answer for T-1",
    prompt: "Which currency?",
    placeHolder: "Your answer becomes part of the next attempt's prompt.",
  });
});

test("A long question shows in the box up to a thousand characters, in its row in one short line, and in its tooltip whole", async () => {
  const question = `Which of these?\n${"A choice.\n".repeat(90)}`.trim();
  await load(blocked("T-1", question));
  const [row] = context.store.snapshot(trackId)?.tickets ?? [];
  const { prompt } = (await answer("T-1")) as { readonly prompt: string };
  expect(prompt).toBe(question.replaceAll("\n", " "));
  expect(ticketDescription(row ?? expect.unreachable())).toMatch(
    /^Blocked · Which of these\? A choice\..{100,180}…$/,
  );
  expect(ticketTooltip(row ?? expect.unreachable()).value.match(/A choice/g)).toHaveLength(90);
});

test("A question cannot put a link to a command into the box where it is answered", async () => {
  await load(blocked("T-1", "Which? [Show the choices](command:workbench.action.terminal.new)"));
  const { prompt } = (await answer("T-1")) as { readonly prompt: string };
  expect(prompt).toContain("Show the choices");
  expect(prompt).not.toMatch(/\[[^\]]+\]\(/);
});

test("A ticket that gave no reason is still answered with its use in sight", async () => {
  await load(blocked("T-1", ""));
  expect(await answer("T-1")).toMatchObject({
    prompt: "Your answer becomes part of the next attempt's prompt.",
  });
});

test("The box for an answer is closed when its ticket goes on elsewhere, and says why", async () => {
  await load(blocked("T-1", "Which currency?"));
  let token: CancellationToken | undefined;
  vi.spyOn(window, "showInputBox").mockImplementation(((_options: unknown, given: CancellationToken) => {
    token = given;
    return new Promise((resolve) => given.onCancellationRequested(() => resolve(undefined)));
  }) as never);
  registerTicketCommands(context, noRows);
  const asking = state.commands.get(commands.ticketAnswerAndRetry)?.({ trackId, ticketId: "T-1" });
  const tell = (revision: number, ...tickets: TicketInfo[]): void =>
    engine.notify(TrackChangedNotification, delta(revision, { tickets }));
  tell(2, blocked("T-1", "Which currency, now?"));
  expect(token?.isCancellationRequested).toBe(false);
  tell(3, ticket("T-1", { state: "completed", actions: ["retry"] }));
  await asking;
  expect(state.messages.map(({ text }) => text)).toEqual([
    "“Answer for T-1” was closed and nothing was sent, because T-1 has moved on; its state is: Completed.",
  ]);
  expect(engine.count(TicketRetryRequest)).toBe(0);
});

test("A ticket that is not blocked any more is not asked about", async () => {
  await load(ticket("T-1", { state: "running", actions: ["message", "cancel"] }));
  expect(await answer("T-1")).toBeUndefined();
  expect(state.messages.map(({ text }) => text)).toEqual([
    "“Answer and Retry” does not fit T-1 any more; its state is: Running. The menu of its row has what can be done now.",
  ]);
  expect(engine.count(TicketRetryRequest)).toBe(0);
});

test("A picker of tickets has those to come first and those that are done last", async () => {
  await load(
    ticket("T-1", { state: "completed" }),
    ticket("T-2", { state: "failed" }),
    ticket("T-3", { state: "running" }),
    ticket("T-4", { state: "skipped" }),
    blocked("T-5", "Which currency?"),
  );
  const picker = vi.spyOn(window, "showQuickPick");
  await pickTicket(context, { title: "", placeHolder: "", whenNone: "", fits: () => true });
  const [items] = (picker.mock.calls as unknown[][])[0] as [{ ref: { ticketId: string } }[]];
  expect(items.map(({ ref }) => ref.ticketId)).toEqual(["T-3", "T-5", "T-2", "T-1", "T-4"]);
});
