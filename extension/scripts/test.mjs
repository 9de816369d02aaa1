// npm test: sets everything up, runs every test, and ends with one line, "N passed, N failed".
// "npm test -- unit editor" runs only these suites.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { requireBrowser } from "./browser.mjs";
import { build } from "./build.mjs";
import { check } from "./check.mjs";
import { FixableError, command, say } from "./command.mjs";
import { dotnetExitCode } from "./dotnet.mjs";
import { setUpEditor } from "./editor-bed.mjs";
import { makeVsix } from "./package.mjs";
import { cache, root } from "./paths.mjs";
import { requireDotnet, requireGit, requireNode } from "./prerequisites.mjs";
import { exitCodeOf } from "./processes.mjs";
import { countsOfTrx, countsOfVitest, noTests, sum, withExitCode } from "./test-results.mjs";

const results = join(cache, "test-results");

async function dotnetTests() {
  const folder = join(results, "dotnet");
  const restored = await dotnetExitCode(
    "restore",
    "Conductor.sln",
    "--locked-mode",
    "-v",
    "q",
    "-nodeReuse:false",
  );
  if (restored !== 0) {
    return withExitCode(noTests, restored);
  }
  const code = await dotnetExitCode(
    ...["test", "Conductor.sln", "-c", "Release", "--no-restore", "--nologo", "-v", "q", "-nodeReuse:false"],
    ...["-p:WriteTestResults=true", "--results-directory", folder],
  );
  return withExitCode(await countsOfTrx(folder), code);
}

async function vitest(project) {
  const report = join(results, `${project}.json`);
  const code = await exitCodeOf(process.execPath, [
    ...[join(root, "node_modules/vitest/vitest.mjs"), "run", "--config", "extension/vitest.config.mts"],
    ...["--project", project, "--reporter", "default", "--reporter", "json", "--outputFile.json", report],
  ]);
  return withExitCode(await countsOfVitest(report), code);
}

/** In the order in which a failure is cheapest to find. */
const suites = {
  check,
  unit: () => vitest("unit"),
  providers: () => vitest("providers"),
  dotnet: dotnetTests,
  artefact: async () => {
    await makeVsix();
    return vitest("artefact");
  },
  editor: async () => {
    await setUpEditor();
    await requireBrowser();
    await makeVsix();
    return vitest("editor");
  },
};

async function runSuite(name) {
  say(`\n── ${name} ──`);
  const start = Date.now();
  const counts = await suites[name]().catch((error) => {
    say(error instanceof FixableError ? error.message : error.stack);
    return { passed: 0, failed: 1 };
  });
  return { name, ...counts, seconds: Math.round((Date.now() - start) / 1000) };
}

function chosenSuites() {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !(name in suites));
  if (unknown.length > 0) {
    throw new FixableError(
      `There is no suite "${unknown.join('", "')}": choose from ${Object.keys(suites).join(", ")}.`,
    );
  }
  return names.length > 0 ? names : Object.keys(suites);
}

async function runSuites(names) {
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });
  const reports = [];
  for (const name of names) {
    reports.push(await runSuite(name));
  }
  say("");
  for (const { name, passed, failed, seconds } of reports) {
    say(
      `${name.padEnd(10)}${String(passed).padStart(6)} passed${String(failed).padStart(6)} failed${String(seconds).padStart(6)} s`,
    );
  }
  return reports.reduce(sum, noTests);
}

await command(async () => {
  let counts = { passed: 0, failed: 1 };
  try {
    const names = chosenSuites();
    requireNode();
    await requireGit();
    await requireDotnet();
    await build();
    counts = await runSuites(names);
  } catch (error) {
    say(error instanceof FixableError ? `\n${error.message}` : error.stack);
  }
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
});
