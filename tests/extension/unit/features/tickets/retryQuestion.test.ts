import { beforeEach, expect, test } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import type { ConductorContext } from "../../../../../extension/src/context";
import { registerTicketCommands } from "../../../../../extension/src/features/tickets/ticketCommands";
import { type TicketInfo, TicketRetryRequest } from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { noRows, snapshot, ticket, trackId } from "../../fakes/tracks";
import { reset, state } from "../../fakes/vscode";

let engine: FakeEngine;
let tickets: readonly TicketInfo[];

beforeEach(() => {
  reset();
  engine = new FakeEngine();
  engine.answer(TicketRetryRequest, () => ({ trackId, revision: 2 }));
  tickets = [];
  registerTicketCommands(
    {
      engine,
      log: { error: () => undefined },
      store: {
        snapshot: () => snapshot({ status: "done", tickets: [...tickets] }),
        ticket: (_track: string, id: string) => tickets.find((one) => one.id === id),
      },
      workspace: { isTrusted: true },
      extension: { subscriptions: [] },
    } as unknown as ConductorContext,
    noRows,
  );
});

const done = (id: string, changes: Partial<TicketInfo> = {}): TicketInfo =>
  ticket(id, { state: "completed", actions: ["retry"], ...changes });

async function run(command: string, ...ids: readonly string[]): Promise<void> {
  const rows = ids.map((ticketId) => ({ trackId, ticketId }));
  await state.commands.get(command)?.(rows[0], rows);
}

test("Before work that has landed is done again the person is told what becomes stale by it", async () => {
  tickets = [
    done("T-1", { landed: "c1" }),
    done("T-2", { dependsOn: ["T-1"] }),
    done("T-3", { dependsOn: ["T-2"] }),
    done("T-4"),
    ticket("T-5", { dependsOn: ["T-1"] }),
  ];
  await run(commands.ticketRetry, "T-1");
  expect(state.messages).toMatchObject([
    {
      text: "Do T-1 again, whose work has landed?",
      actions: [
        {
          modal: true,
          detail: expect.stringMatching(/Built on it, and stale from then on: T-2, T-3$/) as string,
        },
        "Retry",
      ],
    },
  ]);
  expect(engine.count(TicketRetryRequest)).toBe(0);
  state.answers.message = "Retry";
  await run(commands.ticketRetry, "T-1");
  expect(engine.count(TicketRetryRequest)).toBe(1);
});

test.each([
  [undefined, /stale from then on: T-3$/],
  ["T-9 has changed.", /\n\nWhat was built on it is stale already\.$/],
])("A ticket that is stale already is not said to become so (another one: %s)", async (stale, words) => {
  tickets = [
    done("T-1", { landed: "c1" }),
    done("T-2", { dependsOn: ["T-1"], stale: "T-1 was done again." }),
    done("T-3", { dependsOn: ["T-2"], ...(stale === undefined ? {} : { stale }) }),
  ];
  await run(commands.ticketRetry, "T-1");
  expect(state.messages).toMatchObject([
    { actions: [{ detail: expect.stringMatching(words) as string }, "Retry"] },
  ]);
});

test("Of several tickets those are asked about together that have landed", async () => {
  tickets = [done("T-1", { landed: "c1" }), done("T-2", { landed: "c2", dependsOn: ["T-1"] }), done("T-3")];
  await run(commands.ticketRetry, "T-1", "T-2", "T-3");
  expect(state.messages).toMatchObject([
    {
      text: "Do 2 tickets again whose work has landed?",
      actions: [{ detail: expect.stringMatching(/^T-1, T-2\n.*No completed ticket/s) as string }, "Retry"],
    },
  ]);
});

test("Nothing is asked before a ticket is tried again of which nothing has landed", async () => {
  tickets = [ticket("T-1", { state: "failed", actions: ["retry"] })];
  await run(commands.ticketRetry, "T-1");
  expect(state.messages).toEqual([]);
  expect(engine.count(TicketRetryRequest)).toBe(1);
});

test("The button of a notice about a gate that is over says where its ticket stands", async () => {
  tickets = [done("T-1")];
  await run(commands.ticketReviewApproval, "T-1");
  expect(state.messages.map(({ text }) => text)).toEqual([
    "T-1 waits for no approval any more; its state is: Completed. The Approvals view shows what waits now.",
  ]);
});
