import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const minutes = 60_000;

export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    projects: [
      { test: { name: "unit", include: ["tests/extension/unit/**/*.test.ts"] } },
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
          fileParallelism: false,
          testTimeout: 2 * minutes,
          hookTimeout: 4 * minutes,
        },
      },
    ],
  },
});
