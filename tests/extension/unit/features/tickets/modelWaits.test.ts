import { expect, test } from "vitest";
import { waitPhrase } from "../../../../../extension/src/features/tickets/modelWaits";
import { ticketDescription, ticketItem } from "../../../../../extension/src/features/tickets/ticketItems";
import { TicketNodes } from "../../../../../extension/src/features/tickets/ticketNodes";
import { ticketTooltip } from "../../../../../extension/src/features/tickets/ticketTooltip";
import { ticket, trackId } from "../../fakes/tracks";

const now = Date.parse("2026-01-01T12:00:00Z");
const wait = (seconds: number | undefined, kind = "rateLimit") => ({
  kind,
  message: "Too many requests.",
  model: "gemini:gemini-2.5-flash-lite",
  ...(seconds === undefined ? {} : { until: new Date(now + seconds * 1000).toISOString() }),
});

test.each([
  [42, "Waiting 45 s · rate limit"],
  [41, "Waiting 45 s · rate limit"],
  [90, "Waiting 90 s · rate limit"],
  [91, "Waiting 2 min · rate limit"],
  [3600, "Waiting 60 min · rate limit"],
  [0, "Waiting · rate limit"],
  [-5, "Waiting · rate limit"],
])("A wait of %i seconds is told in steps", (seconds, phrase) => {
  expect(waitPhrase(wait(seconds), now)).toBe(phrase);
});

test("A wait that nobody can say the end of is told by its kind", () => {
  expect(waitPhrase(wait(undefined, "consent"), now)).toBe("Waiting · your permission");
});

test("A kind that has no word yet stands for itself", () => {
  expect(waitPhrase(wait(undefined, "newKind"), now)).toBe("Waiting · newKind");
});

test("A worker that waits for its model says so in place of being at work, with another icon", () => {
  const waiting = ticket("T-1", {
    state: "running",
    detail: "waits for Demo: busy",
    waiting: wait(undefined),
  });
  expect(ticketDescription(waiting)).toBe("Waiting · rate limit");
  const node = new TicketNodes().ticket(trackId, "T-1");
  expect(ticketItem(node, waiting).iconPath).toMatchObject({ id: "watch" });
  expect(ticketItem(node, ticket("T-1", { state: "running" })).iconPath).toMatchObject({ id: "sync~spin" });
});

test("The tooltip says how long a worker waits and for what, where its row is too narrow", () => {
  const waiting = ticket("T-1", { state: "running", waiting: wait(undefined) });
  expect(ticketTooltip(waiting).value).toMatch(/State: Waiting · rate limit/);
});
