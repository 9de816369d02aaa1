import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countsOfTrx, countsOfVitest, withExitCode } from "../../../extension/scripts/test-results.mjs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "conductor-results-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const trx = (passed: number, failed: number): string =>
  `<TestRun><ResultSummary><Counters total="9" executed="9" passed="${passed}" failed="${failed}" error="0" timeout="0" /></ResultSummary></TestRun>`;

test("The TRX files of all test projects are added up", async () => {
  writeFileSync(join(folder, "a.trx"), trx(4, 0));
  writeFileSync(join(folder, "b.trx"), trx(3, 2));
  expect(await countsOfTrx(folder)).toEqual({ passed: 7, failed: 2 });
});

test("A missing folder of results has no tests", async () => {
  expect(await countsOfTrx(join(folder, "none"))).toEqual({ passed: 0, failed: 0 });
});

test("A test file that cannot be loaded is a failure", async () => {
  const file = join(folder, "report.json");
  const testResults = [{ status: "failed", assertionResults: [] }];
  writeFileSync(file, JSON.stringify({ numPassedTests: 5, numFailedTests: 0, testResults }));
  expect(await countsOfVitest(file)).toEqual({ passed: 5, failed: 1 });
});

test("A runner that fails without a failed test is a failure", () => {
  expect(withExitCode({ passed: 5, failed: 0 }, 1)).toEqual({ passed: 5, failed: 1 });
});

test("A suite without a single test is a failure", () => {
  expect(withExitCode({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 });
});

test("Failed tests are not counted twice because the runner's exit code says so too", () => {
  expect(withExitCode({ passed: 5, failed: 2 }, 1)).toEqual({ passed: 5, failed: 2 });
});
