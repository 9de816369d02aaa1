import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files below these folders in which one of the texts stands: as it is, or in base 64 or UTF-16. */
export async function filesWith(
  folders: readonly string[],
  texts: readonly string[],
): Promise<readonly string[]> {
  const wanted = texts.flatMap((text) => [
    Buffer.from(text),
    ...inBase64(text),
    Buffer.from(text, "utf16le"),
  ]);
  const found: string[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) {
        const path = join(entry.parentPath, entry.name);
        const bytes = await readFile(path);
        if (wanted.some((form) => bytes.includes(form))) {
          found.push(path);
        }
      }
    }
  }
  return found;
}

/** What is the same of it in base 64 wherever it begins in a longer text. */
function inBase64(text: string): readonly Buffer[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from(" ".repeat(before) + text).toString("base64");
    return Buffer.from(encoded.slice(before === 0 ? 0 : before + 1, -4));
  });
}
