import { expect, test } from "vitest";
import { plainMarkdown } from "../../../../extension/src/shared/plainText";

test("Whatever markdown would act on is escaped", () => {
  expect(plainMarkdown("# [a](command:x) <b> `c` http://d.e 1. f")).toBe(
    "\\# \\[a\\]\\(command\\:x\\) \\<b\\> \\`c\\` http\\:\\/\\/d\\.e 1\\. f",
  );
});

test("Blanks between words stay, so that lines end there, and those before a line are kept", () => {
  expect(plainMarkdown("two words\n    indented")).toBe("two words  \n\u00a0\u00a0\u00a0\u00a0indented");
});
