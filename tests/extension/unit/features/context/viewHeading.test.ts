import { expect, test } from "vitest";
import { viewOf, viewUri } from "../../../../../extension/src/features/context/curatedViews";
import { viewHeading } from "../../../../../extension/src/features/context/viewHeading";
import type { ViewLevelName } from "../../../../../extension/src/protocol.generated";

const view = { path: "src/Till.cs", level: "curated", text: "", fullTokens: 1268, elidedBodies: 0 } as const;

test("A view's heading counts what is around its code apart, since with it the view can be longer than its file", () => {
  expect(viewHeading({ ...view, tokens: 1487, aroundTokens: 219 })).toBe(
    "// Curated view of src/Till.cs · 1,268 of 1,268 tokens, and 219 of what it uses and who uses it",
  );
});

test("A view with nothing around it has its own tokens alone", () => {
  expect(viewHeading({ ...view, tokens: 200, elidedBodies: 1 })).toMatch(/ tokens · 1 body left out$/);
  expect(viewHeading({ ...view, tokens: 200, elidedBodies: 2 })).toBe(
    "// Curated view of src/Till.cs · 200 of 1,268 tokens · 2 bodies left out",
  );
});

test.each<[string, ViewLevelName, string]>([
  ["src/Till.cs", "curated", "/src/Curated view · Till.cs"],
  ["Till.cs", "signature", "/Signature · Till.cs"],
  ["a · b/c · d.cs", "outline", "/a · b/Outline · c · d.cs"],
])("The tab of a view of %s (%s) says that it is one, and its file is found again", (path, level, tab) => {
  const uri = viewUri(path, level);
  expect(uri.path).toBe(tab);
  expect(viewOf(uri)).toEqual({ path, level });
});
