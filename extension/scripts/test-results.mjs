// Reads how many tests passed and failed from what the test runners write.
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** @typedef {{ passed: number, failed: number }} Counts */

/** @returns {Counts} */
export const noTests = { passed: 0, failed: 0 };

/** @param {Counts} left @param {Counts} right @returns {Counts} */
export const sum = (left, right) => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
});

/**
 * The sum over the TRX files of a folder, which `dotnet test` writes one per test project.
 * @param {string} folder
 * @returns {Promise<Counts>}
 */
export async function countsOfTrx(folder) {
  const names = existsSync(folder) ? await readdir(folder) : [];
  const files = names.filter((name) => name.endsWith(".trx"));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
  return texts
    .map((text) => /<Counters\b[^>]*>/.exec(text)?.[0] ?? "")
    .map((counters) => {
      const number = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(counters)?.[1] ?? 0);
      return { passed: number("passed"), failed: number("failed") + number("error") + number("timeout") };
    })
    .reduce(sum, noTests);
}

/**
 * The numbers of a Vitest JSON report; a file of tests that could not even be loaded counts as one failure.
 * @param {string} file
 * @returns {Promise<Counts>}
 */
export async function countsOfVitest(file) {
  if (!existsSync(file)) {
    return noTests;
  }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(await readFile(file, "utf8"));
  const notLoaded = testResults.filter(({ status, assertionResults }) => {
    return status === "failed" && !assertionResults.some((result) => result.status === "failed");
  });
  return { passed: numPassedTests, failed: numFailedTests + notLoaded.length };
}

/**
 * A suite that fails without a failed test, or that ran no test at all, counts as one failure.
 * @param {Counts} counts
 * @param {number} exitCode
 * @returns {Counts}
 */
export function withExitCode(counts, exitCode) {
  const nothingSaid = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
  return nothingSaid ? { ...counts, failed: 1 } : counts;
}
