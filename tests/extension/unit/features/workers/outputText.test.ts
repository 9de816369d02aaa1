import { beforeEach, expect, test } from "vitest";
import { OutputText } from "../../../../../extension/src/features/workers/outputText";
import type { WorkerLog, WorkerOutput } from "../../../../../extension/src/protocol.generated";

let output: OutputText;

beforeEach(() => {
  output = new OutputText();
});

const ref = { trackId: "track", ticketId: "T-1" };

const log = (text: string, next = 0, streamId?: string): WorkerLog => ({
  ...ref,
  text,
  next,
  ...(streamId === undefined ? {} : { streamId }),
});

const piece = (sequence: number, text: string, streamId = "s1"): WorkerOutput => ({
  ...ref,
  attempt: 1,
  streamId,
  sequence,
  text,
});

/** Asks the server, which answers with this. */
function ask(answer: WorkerLog, ...meanwhile: readonly WorkerOutput[]): void {
  output.beginLoading();
  meanwhile.forEach((one) => output.append(one));
  output.load(answer);
}

test("Pieces go on where the server's text ends, and nothing is asked again for them", () => {
  ask(log("I begin", 2, "s1"));
  output.append(piece(2, " to look"));
  output.append(piece(3, " at it."));
  expect(output.text).toBe("I begin to look at it.");
  expect(output.needsLoading).toBe(false);
});

test("Pieces that come while the server is asked are shown, those that its answer has once", () => {
  ask(log("I begin to", 2, "s1"), piece(1, " to"), piece(2, " look"), piece(3, " at it."));
  expect(output.text).toBe("I begin to look at it.");
  expect(output.needsLoading).toBe(false);
});

test("A gap is noticed, and what came after it is neither shown in the wrong place nor lost", () => {
  ask(log("One", 1, "s1"));
  output.append(piece(3, " four"));
  expect(output.text).toBe("One");
  expect(output.needsLoading).toBe(true);
  ask(log("One two three four", 4, "s1"), piece(4, " five"));
  expect(output.text).toBe("One two three four five");
  expect(output.needsLoading).toBe(false);
});

test("The first piece of a stream waits for the server's text, which has what was recorded before it", () => {
  ask(log(""));
  output.append(piece(0, "── attempt 1 ──\n"));
  expect(output.needsLoading).toBe(true);
  ask(log("── attempt 1 ──\n", 1, "s1"), piece(1, "I begin"));
  expect(output.text).toBe("── attempt 1 ──\nI begin");
});

test("A stream that starts while an older text is on its way is not lost", () => {
  ask(log("The first attempt.\n"), piece(0, "── attempt 2 ──\n", "s2"), piece(1, "I begin", "s2"));
  expect(output.text).toBe("The first attempt.\n");
  expect(output.needsLoading).toBe(true);
  ask(log("The first attempt.\n── attempt 2 ──\nI begin", 2, "s2"));
  expect(output.text).toBe("The first attempt.\n── attempt 2 ──\nI begin");
  expect(output.needsLoading).toBe(false);
});

test("The last pieces of a stream that has ended do not double what the server's text has", () => {
  ask(log("Said and done.\n"));
  output.append(piece(7, "done.\n"));
  ask(log("Said and done.\n"));
  expect(output.text).toBe("Said and done.\n");
  expect(output.needsLoading).toBe(false);
});

test("The end of a stream takes nothing away", () => {
  ask(log("[Acceptance: true]\n", 1, "s1"));
  output.append({ ...piece(1, ""), status: "done" });
  expect(output.text).toBe("[Acceptance: true]\n");
  expect(output.needsLoading).toBe(false);
});

test("When the server cannot be asked, what it streams is shown all the same", () => {
  ask(log("One", 1, "s1"));
  output.beginLoading();
  output.append(piece(1, " two"));
  output.loadingFailed();
  output.append(piece(2, " three"));
  expect(output.text).toBe("One two three");
  expect(output.needsLoading).toBe(true);
});

test("A piece of another engine is not taken for one of the old one's stream of the same name", () => {
  ask(log("Before the crash.\n", 5, "s1"));
  output.forgetStream();
  output.append(piece(0, "── attempt 1 goes on ──\n"));
  output.append(piece(5, "later"));
  expect(output.text).toBe("Before the crash.\n");
  expect(output.needsLoading).toBe(true);
  ask(log("Before the crash.\n── attempt 1 goes on ──\nlater", 6, "s1"));
  expect(output.text).toBe("Before the crash.\n── attempt 1 goes on ──\nlater");
});
