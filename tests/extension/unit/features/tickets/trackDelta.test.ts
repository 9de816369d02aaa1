import { expect, test } from "vitest";
import { applyDelta } from "../../../../../extension/src/features/tickets/trackDelta";
import { budget, delta, snapshot } from "../../fakes/tracks";

test("What a delta does not say of budget and integration branch is no more", () => {
  const before = snapshot({
    budget: budget(),
    integration: { name: "i", tip: "c", onto: "main", hasUnmerged: true },
  });
  const after = applyDelta(before, delta(2));
  expect(after).not.toHaveProperty("budget");
  expect(after).not.toHaveProperty("integration");
});
