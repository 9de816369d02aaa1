import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ConductorContext } from "../../../../../extension/src/context";
import { OutputDocuments } from "../../../../../extension/src/features/workers/outputDocuments";
import {
  type WorkerLog,
  WorkerLogRequest,
  type WorkerOutput,
  WorkerOutputNotification,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { reset } from "../../fakes/vscode";

const ref = { trackId: "track", ticketId: "T-1" };

let engine: FakeEngine;
let documents: OutputDocuments;
/** What the server answers next. */
let log: WorkerLog;

beforeEach(() => {
  reset();
  vi.useFakeTimers();
  engine = new FakeEngine();
  log = { ...ref, text: "", next: 0 };
  engine.answer(WorkerLogRequest, () => log);
  documents = new OutputDocuments({ engine, log: { error: () => undefined } } as unknown as ConductorContext);
});

afterEach(() => {
  documents.dispose();
  vi.useRealTimers();
});

const text = (): string => documents.provideTextDocumentContent(documents.uriOf(ref));

const say = (sequence: number, said: string): void => {
  const piece: WorkerOutput = { ...ref, attempt: 1, streamId: "s1", sequence, text: said };
  engine.notify(WorkerOutputNotification, piece);
};

test("An output that is opened while a worker speaks has what it says, without a second question", async () => {
  log = { ...ref, text: "I begin", streamId: "s1", next: 2 };
  await documents.show(ref);
  say(2, " to look.");
  expect(text()).toBe("I begin to look.");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(engine.count(WorkerLogRequest)).toBe(1);
});

test("An output that is opened before its worker starts says so, and then has it from its first word", async () => {
  await documents.show(ref);
  expect(text()).toMatch(/^Nothing yet/);
  log = { ...ref, text: "── attempt 1 ──\n", streamId: "s1", next: 1 };
  say(0, "── attempt 1 ──\n");
  say(1, "I begin.");
  await vi.advanceTimersByTimeAsync(0);
  expect(text()).toBe("── attempt 1 ──\nI begin.");
});

test("When pieces are missing the whole text is asked for", async () => {
  log = { ...ref, text: "One", streamId: "s1", next: 1 };
  await documents.show(ref);
  log = { ...ref, text: "One two three", streamId: "s1", next: 3 };
  say(2, " three");
  await vi.advanceTimersByTimeAsync(0);
  expect(text()).toBe("One two three");
});

test("After the engine was started again the text is the new one's", async () => {
  log = { ...ref, text: "Before.\n", streamId: "s1", next: 3 };
  await documents.show(ref);
  log = { ...ref, text: "Before.\nAfter", streamId: "s1", next: 1 };
  engine.connect();
  await vi.advanceTimersByTimeAsync(0);
  say(1, "wards.");
  expect(text()).toBe("Before.\nAfterwards.");
});
