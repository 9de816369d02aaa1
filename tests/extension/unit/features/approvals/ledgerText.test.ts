import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../../../extension/scripts/paths.mjs";
import { ledgerAsCsv, ledgerAsJsonLines } from "../../../../../extension/src/features/approvals/ledgerText";
import type { LedgerRow, LedgerRows } from "../../../../../extension/src/protocol.generated";
import { editedCall, openSpawn } from "./ledgerRows";

/** Cells by their heading, of the line of one row; none of them may hold a comma, a quote or a line break. */
function plainCells(row: LedgerRow): Record<string, string> {
  const [heading = "", line = ""] = ledgerAsCsv([row]).split("\n");
  const cells = line.split(",");
  return Object.fromEntries(heading.split(",").map((name, index) => [name, cells[index] ?? ""]));
}

/** Every fact of a value by its place in it. */
function placesOf(value: object, prefix = ""): string[] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? placesOf(part, `${prefix}${name}.`)
      : [`${prefix}${name}`],
  );
}

test("A line of CSV has the facts of a row below their names, and nothing where there is none", () => {
  const cells = plainCells({
    ...openSpawn,
    asked: { ...openSpawn.asked, what: "start a worker" },
    result: { at: "later", failed: true, exitCode: 0, text: "it broke" },
  });
  expect(cells).toMatchObject({
    ticketId: "T-2",
    attempt: "1",
    state: "open",
    "asked.what": "start a worker",
    "asked.shownHash": "c001",
    "asked.model": "",
    "decided.decision": "",
    "ran.hash": "",
    "result.failed": "true",
    "result.exitCode": "0",
  });
});

test("What has a comma, a quote or a line break stays one cell, and lists are words", () => {
  const csv = ledgerAsCsv([
    editedCall,
    {
      ...openSpawn,
      decided: {
        decision: "approve",
        by: "person",
        at: "2026-03-01T09:41:00Z",
        edited: ["prompt", "context"],
        reason: 'say "yes"\nand go on',
        forTicket: false,
      },
    },
  ]);
  expect(csv).toContain(',"prompt, context",');
  expect(csv).toContain(',"say ""yes""\nand go on",');
  expect(csv).toContain(',"{""path"":""src/Index.cs"",""content"":""a\\n""}",');
});

test("CSV begins with the mark of UTF-8, so that spreadsheets read it as that", () => {
  expect(ledgerAsCsv([openSpawn]).startsWith("\ufeffsequence,trackId,ticketId,")).toBe(true);
});

test.each(["=HYPERLINK()", "+1", "-1", "@SUM(A1)"])(
  "A cell that a spreadsheet would take for a formula is text: %s",
  (text) => {
    const cells = plainCells({
      ...openSpawn,
      asked: { ...openSpawn.asked, what: "start" },
      result: { at: "later", text },
    });
    expect(cells["result.text"]).toBe(`'${text}`);
  },
);

test("Every fact that the wire has of a row has a column", () => {
  const golden = join(root, "tests/Conductor.Server.Tests/Protocol/Golden/LedgerRows.json");
  const { rows } = JSON.parse(readFileSync(golden, "utf8")) as LedgerRows;
  const [heading = ""] = ledgerAsCsv(rows).slice(1).split("\n");
  const columns = heading.split(",");
  expect(rows.flatMap((row) => placesOf(row)).filter((place) => !columns.includes(place))).toEqual([]);
});

test("JSON Lines has one row of the wire on each line", () => {
  const lines = ledgerAsJsonLines([editedCall, openSpawn]).split("\n");
  expect(lines.map((line) => (line === "" ? undefined : (JSON.parse(line) as unknown)))).toEqual([
    editedCall,
    openSpawn,
    undefined,
  ]);
});
