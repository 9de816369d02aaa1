// npm run check: formatting, lint and types of everything. "npm run format" mends what can be mended.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { command, say } from "./command.mjs";
import { dotnetExitCode } from "./dotnet.mjs";
import { installNpmPackages } from "./npm-packages.mjs";
import { root } from "./paths.mjs";
import { requireDotnet, requireNode } from "./prerequisites.mjs";
import { exitCodeOf } from "./processes.mjs";

const tool = (path, ...args) => exitCodeOf(process.execPath, [join(root, "node_modules", path), ...args]);

const types = (project) => () => tool("typescript/bin/tsc", "--project", project);

/** @type {{ name: string, run: (fix: boolean) => Promise<number> }[]} */
const checks = [
  {
    name: "prettier",
    run: (fix) => tool("prettier/bin/prettier.cjs", fix ? "--write" : "--check", "--log-level", "warn", "."),
  },
  {
    name: "eslint",
    run: (fix) =>
      tool(
        "eslint/bin/eslint.js",
        ...["--config", "extension/eslint.config.mjs", "--max-warnings", "0", ...(fix ? ["--fix"] : [])],
        ...["extension", "server/outlines", "tests/extension", "tests/providers"],
      ),
  },
  { name: "types of the extension", run: types("extension/tsconfig.json") },
  { name: "types of the web views", run: types("extension/tsconfig.webview.json") },
  { name: "types of the tests", run: types("tests/extension/tsconfig.json") },
  {
    name: "dotnet format",
    run: async (fix) => {
      const restored = await dotnetExitCode(
        "restore",
        "Conductor.sln",
        "--locked-mode",
        "-v",
        "q",
        "-nodeReuse:false",
      );
      const options = [
        "whitespace",
        "Conductor.sln",
        "--no-restore",
        ...(fix ? [] : ["--verify-no-changes"]),
      ];
      return restored === 0 ? dotnetExitCode("format", ...options) : restored;
    },
  },
];

/**
 * Runs all checks, also after one failed.
 * @param {{ fix?: boolean }} [options]
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function check({ fix = false } = {}) {
  const counts = { passed: 0, failed: 0 };
  for (const { name, run } of checks) {
    const ok = (await run(fix)) === 0;
    counts[ok ? "passed" : "failed"] += 1;
    say(`${ok ? "✓" : "✗"} ${name}`);
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await command(async () => {
    requireNode();
    await requireDotnet();
    await installNpmPackages();
    const { failed } = await check({ fix: process.argv.includes("--fix") });
    if (failed > 0) {
      say('\n"npm run format" mends what can be mended by itself.');
    }
    return failed > 0 ? 1 : 0;
  });
}
