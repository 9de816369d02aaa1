import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../extension/scripts/paths.mjs";
import { runIcon, ticketIcon } from "../../../extension/src/features/tickets/ticketStates";
import { ticket } from "./fakes/tracks";

test("What has succeeded is green that can be seen on a light background too", () => {
  const green = { color: { id: "charts.green" } };
  expect(ticketIcon(ticket("T-1", { state: "completed" }))).toMatchObject(green);
  expect(runIcon("done")).toMatchObject(green);
});

test("No source uses the green of passed tests, which is too pale on a light background", () => {
  const folder = join(root, "extension/src");
  const pale = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) =>
      /\.(ts|css)$/.test(file) && /testing[.-]iconPassed/.test(readFileSync(join(folder, file), "utf8")),
  );
  expect(pale).toEqual([]);
});
