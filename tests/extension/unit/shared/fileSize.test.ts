import { expect, test } from "vitest";
import { fileSize } from "../../../../extension/src/shared/fileSize";

test.each([
  [0, "0 B"],
  [950, "950 B"],
  [1200, "1.2 kB"],
  [1_000_000, "1 MB"],
  [12_400_000, "12 MB"],
  [3_210_000_000, "3.2 GB"],
])("%d bytes are %s", (bytes, shown) => {
  expect(fileSize(bytes)).toBe(shown);
});
