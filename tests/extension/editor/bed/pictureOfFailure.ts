// What was on screen when a test failed: the first thing to look at.
import { afterEach } from "vitest";
import { openEditors } from "./editor";

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") {
    const name = task.name.replaceAll(/[^A-Za-z0-9]+/g, "-").slice(0, 80);
    await Promise.all([...openEditors].map((editor) => editor.screenshot(`failed-${name}`)));
  }
});
