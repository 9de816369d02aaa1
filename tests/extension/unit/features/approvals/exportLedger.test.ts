import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ConductorContext } from "../../../../../extension/src/context";
import { exportLedger } from "../../../../../extension/src/features/approvals/exportLedger";
import { ledgerAsCsv, ledgerAsJsonLines } from "../../../../../extension/src/features/approvals/ledgerText";
import { ApprovalLedgerRequest, type LedgerRow } from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { reset, state } from "../../fakes/vscode";
import { Uri } from "../../fakes/vscodeTypes";
import { editedCall, openSpawn } from "./ledgerRows";

const folder = Uri.file("/shop");
let engine: FakeEngine;
let rows: LedgerRow[];

beforeEach(() => {
  reset();
  vi.useFakeTimers({ now: new Date(2026, 2, 1, 23, 30) });
  rows = [editedCall, openSpawn];
  engine = new FakeEngine();
  engine.answer(ApprovalLedgerRequest, () => ({ rows }));
});

afterEach(() => {
  vi.useRealTimers();
});

async function run({ isTrusted = true } = {}): Promise<void> {
  const context = {
    engine,
    log: { error: () => undefined },
    workspace: { isTrusted, toUri: (path: string) => Uri.joinPath(folder, path) },
  };
  await exportLedger(context as unknown as ConductorContext);
  await vi.advanceTimersByTimeAsync(0);
}

const said = (): string[] => state.messages.map(({ text }) => text);

test("It offers a file of the day in the workspace, as CSV or JSON Lines", async () => {
  await run();
  expect(state.saveDialogs).toEqual([
    {
      title: "Export Approval Ledger",
      defaultUri: Uri.file("/shop/approvals-2026-03-01.csv"),
      filters: { CSV: ["csv"], "JSON Lines": ["jsonl"] },
    },
  ]);
});

test("It asks for the approvals of every track", async () => {
  await run();
  expect(engine.requests).toEqual([{ method: "conductor/approval/ledger", params: {} }]);
});

test("It writes CSV and says where it is and how much", async () => {
  state.answers.save = Uri.file("/tmp/mine.csv");
  await run();
  expect([...state.written]).toEqual([["/tmp/mine.csv", ledgerAsCsv(rows)]]);
  expect(said()).toEqual(["The approval ledger is in mine.csv: 2 rows."]);
});

test.each(["/tmp/mine.jsonl", "/tmp/mine.JSONL"])("It writes JSON Lines to %s", async (path) => {
  rows = [openSpawn];
  state.answers.save = Uri.file(path);
  await run();
  expect([...state.written]).toEqual([[path, ledgerAsJsonLines(rows)]]);
  expect(said()[0]).toContain("1 row.");
});

test("Open shows the file that was written", async () => {
  state.answers.save = Uri.file("/tmp/mine.csv");
  state.answers.message = "Open";
  await run();
  expect(state.executed).toEqual([["vscode.open", Uri.file("/tmp/mine.csv")]]);
});

test("A message that is left alone opens nothing", async () => {
  state.answers.save = Uri.file("/tmp/mine.csv");
  await run();
  expect(state.executed).toEqual([]);
});

test("Of a cancelled dialog nothing is written and nothing said", async () => {
  await run();
  expect(state.written.size).toBe(0);
  expect(said()).toEqual([]);
});

test("An empty ledger is said, without asking where to save it", async () => {
  rows = [];
  state.answers.save = Uri.file("/tmp/mine.csv");
  await run();
  expect(said()).toEqual([
    "Nothing has been asked yet, so the approval ledger is empty and nothing was written.",
  ]);
  expect(state.saveDialogs).toEqual([]);
  expect(state.written.size).toBe(0);
});

test("It only reads, so it works in a folder without trust", async () => {
  state.answers.save = Uri.file("/tmp/mine.csv");
  await run({ isTrusted: false });
  expect(state.written.size).toBe(1);
});
