import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const minutes = 60_000;

const inTests = (path: string): string =>
  fileURLToPath(new URL(`../tests/extension/${path}`, import.meta.url));

export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    projects: [
      // Runs without an editor: a fake stands in for its module, and the protocol's types for the client made of them.
      {
        resolve: {
          alias: [
            { find: /^vscode$/, replacement: inTests("unit/fakes/vscode.ts") },
            { find: /^vscode-languageclient$/, replacement: "vscode-languageserver-protocol" },
          ],
        },
        test: { name: "unit", include: ["tests/extension/unit/**/*.test.ts"] },
      },
      // The fake provider server, refereed by the vendors' own clients.
      {
        test: {
          name: "providers",
          include: ["tests/providers/**/*.test.mjs"],
          // Thousands of writes of one byte each take their time on a busy machine.
          testTimeout: 1 * minutes,
        },
      },
      // Looks into the VSIX that `npm run package` leaves.
      {
        test: {
          name: "artefact",
          include: ["tests/extension/artefact/**/*.test.ts"],
          testTimeout: 1 * minutes,
        },
      },
      // Drives a real editor with that VSIX installed, one test at a time.
      {
        test: {
          name: "editor",
          include: ["tests/extension/editor/**/*.test.ts"],
          setupFiles: [inTests("editor/bed/pictureOfFailure.ts")],
          fileParallelism: false,
          testTimeout: 2 * minutes,
          hookTimeout: 4 * minutes,
        },
      },
    ],
  },
});
