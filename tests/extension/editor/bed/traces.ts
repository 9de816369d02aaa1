import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files below these folders in which one of the texts stands, in whatever bytes are around it. */
export async function filesWith(
  folders: readonly string[],
  texts: readonly string[],
): Promise<{ readonly found: readonly string[]; readonly searched: number }> {
  const wanted = texts.flatMap((text) => [text, Buffer.from(text).toString("base64").replace(/.?=*$/, "")]);
  const found: string[] = [];
  let searched = 0;
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) {
        const path = join(entry.parentPath, entry.name);
        const bytes = await readFile(path);
        searched++;
        if (wanted.some((text) => bytes.includes(text) || bytes.includes(Buffer.from(text, "utf16le")))) {
          found.push(path);
        }
      }
    }
  }
  return { found, searched };
}
