// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { parsePageMessage } from "../../../../../extension/src/features/approvals/panelMessages";
import { spawnApproval } from "./approvals";
import { PageBed } from "./pageBed";

const approval = spawnApproval(
  "a",
  {},
  {
    pieces: [
      { kind: "task", name: "T-1", tokens: 4 },
      {
        kind: "file",
        name: "src/A.cs",
        tokens: 90,
        detail: "curated",
        level: "curated",
        why: "the ticket's main file",
      },
      {
        kind: "file",
        name: "src/B.cs",
        tokens: 30,
        detail: "skeleton: it had no room",
        level: "skeleton",
        why: "further context of the ticket",
      },
      { kind: "file", name: "gone.cs", tokens: 9, detail: "there is no such file.", why: "chosen: full" },
    ],
  },
);

function shown(): PageBed {
  const bed = new PageBed();
  bed.show(approval);
  return bed;
}

const select = (path: string): HTMLSelectElement =>
  document.querySelector<HTMLSelectElement>(`select[aria-label="How ${path} is shown"]`) ??
  (() => {
    throw new Error(`Nothing says how ${path} is shown.`);
  })();

test("Each context file says how it is shown, why, and what is not as it was asked", () => {
  shown();
  expect(select("src/A.cs").value).toBe("curated");
  expect(select("src/B.cs").value).toBe("skeleton");
  const details = [...document.querySelectorAll("td.detail span")].map(({ textContent }) => textContent);
  expect(details).toEqual([
    "",
    "the ticket's main file",
    "further context of the ticket · it had no room",
    "chosen: full · there is no such file.",
  ]);
});

test("Only files can be shown in another way", () => {
  shown();
  expect(document.querySelectorAll("td.detail select")).toHaveLength(3);
});

test.each(["outline", "auto", "remove"])("Choosing %s asks for it", (choice) => {
  const bed = shown();
  const field = select("src/B.cs");
  field.value = choice;
  field.dispatchEvent(new Event("change"));
  // What holds stays in sight until the prompt is made anew.
  expect(field.value).toBe("skeleton");
  const message = { type: "showAs", approvalId: "a", path: "src/B.cs", choice };
  expect(bed.sent.at(-1)).toEqual(message);
  expect(parsePageMessage(message, "a")).toEqual({ kind: "message", message });
});

test("A view that was chosen by members names them, and can be made the curated one", () => {
  const bed = new PageBed();
  const piece = {
    kind: "file",
    name: "src/C.cs",
    tokens: 5,
    level: "curated",
    members: "C.Sum, C.Tax",
  } as const;
  bed.show(spawnApproval("a", {}, { pieces: [piece] }));
  const field = select("src/C.cs");
  expect(field.selectedOptions[0]?.textContent).toBe("Only C.Sum, C.Tax");
  field.value = "curated";
  field.dispatchEvent(new Event("change"));
  expect(bed.sent.at(-1)).toMatchObject({ type: "showAs", path: "src/C.cs", choice: "curated" });
});

test("A page that asks for something else is refused", () => {
  expect(parsePageMessage({ type: "showAs", approvalId: "a", path: "b", choice: "all" }, "a").kind).toBe(
    "refused",
  );
});
