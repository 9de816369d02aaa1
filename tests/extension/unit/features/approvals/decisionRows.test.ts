// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import type { ApprovalInfo } from "../../../../../extension/src/protocol.generated";
import { PageBed } from "./pageBed";
import { doubtApproval, spawnApproval } from "./approvals";

let bed: PageBed;

beforeEach(() => {
  bed = new PageBed();
});

describe.each<[kind: string, approval: ApprovalInfo, opener: string]>([
  ["a request", spawnApproval("a"), "Reject…"],
  ["a call in doubt", doubtApproval("a"), "Treat as Failed…"],
])("A row of %s that asks something", (_kind, approval, opener) => {
  test("takes the place of the buttons, with the text to fill in", () => {
    bed.show(approval);
    bed.press(opener);
    expect(bed.labels()).not.toContain(opener);
    expect(document.activeElement?.id).toBe("reason");
  });

  test.each(["Cancel", "Escape"])("leads back by %s to the button that opened it", (way) => {
    bed.show(approval);
    bed.press(opener);
    if (way === "Cancel") {
      bed.press(way);
    } else {
      bed.key("Escape");
    }
    expect(document.activeElement?.textContent).toBe(opener);
    expect(bed.sent).toEqual([]);
  });

  test("can be left while the engine is down, and answers nothing then", () => {
    bed.show(approval);
    bed.press(opener);
    bed.show(approval, {}, { engine: "down" });
    expect(bed.enabled()).toEqual(["Cancel"]);
  });

  test("confirms an abort, where the harmless answer has the focus", () => {
    bed.show(approval);
    bed.press("Abort Run…");
    expect(document.activeElement?.textContent).toBe("Keep Running");
    bed.press("Abort Run");
    expect(bed.decisions()).toMatchObject([{ decision: "abort" }]);
  });
});
