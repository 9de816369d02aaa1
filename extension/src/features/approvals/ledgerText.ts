import { stringify } from "csv-stringify/sync";
import type {
  LedgerAsked,
  LedgerClosing,
  LedgerDecision,
  LedgerResult,
  LedgerRow,
  LedgerRun,
} from "../../protocol.generated";

/** A fact of a row by its place in it, for example `decided.by`. */
type Column =
  | Exclude<keyof LedgerRow, "asked" | "decided" | "closed" | "ran" | "result">
  | `asked.${keyof LedgerAsked}`
  | `decided.${keyof LedgerDecision}`
  | `closed.${keyof LedgerClosing}`
  | `ran.${keyof LedgerRun}`
  | `result.${keyof LedgerResult}`;

/** Every fact of a row, in the order of the columns: one that is missing here does not compile. */
const columns: Readonly<Record<Column, true>> = {
  sequence: true,
  trackId: true,
  ticketId: true,
  attempt: true,
  kind: true,
  approvalId: true,
  callId: true,
  state: true,
  "asked.by": true,
  "asked.model": true,
  "asked.at": true,
  "asked.what": true,
  "asked.why": true,
  "asked.shownHash": true,
  "asked.proposedHash": true,
  "decided.decision": true,
  "decided.by": true,
  "decided.at": true,
  "decided.reason": true,
  "decided.edited": true,
  "decided.forTicket": true,
  "decided.rememberedFrom": true,
  "decided.approvedHash": true,
  "ran.at": true,
  "ran.times": true,
  "ran.hash": true,
  "ran.as": true,
  "result.at": true,
  "result.outcome": true,
  "result.failed": true,
  "result.exitCode": true,
  "result.text": true,
  "closed.at": true,
  "closed.reason": true,
  "decided.prompt": true,
  "decided.context": true,
  "decided.arguments": true,
  "decided.result": true,
};

/**
 * The ledger for a spreadsheet: a heading and a line for each row. Workers and models wrote parts of it, so a cell that a
 * spreadsheet would take for a formula begins with an apostrophe. The mark at the start tells Excel that it is UTF-8.
 */
export function ledgerAsCsv(rows: readonly LedgerRow[]): string {
  return stringify([...rows], {
    bom: true,
    header: true,
    columns: Object.keys(columns),
    escape_formulas: true,
    cast: {
      boolean: String,
      object: (value: unknown) => (Array.isArray(value) ? value.join(", ") : JSON.stringify(value)),
    },
  });
}

/** The ledger for programs: a row of the wire on each line, as `conductor log --approvals --json` prints it. */
export function ledgerAsJsonLines(rows: readonly LedgerRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}
