import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { extensionsFolder } from "./extensionsFolder";
import { readdirSync } from "node:fs";

/** The journal of a workspace as the packed command line prints it: one JSON object per line. */
export async function journalOf(workspace: string): Promise<readonly string[]> {
  const lines = await printed(workspace, "log", "--json");
  return lines.split("\n").filter((line) => line.length > 0);
}

/** What a command of the packed command line prints about a workspace. */
export async function printed(workspace: string, ...command: readonly string[]): Promise<string> {
  const folder = await extensionsFolder();
  const extension = readdirSync(folder).find((name) => name.startsWith("conductor.conductor-"));
  if (extension === undefined) {
    throw new Error(`The extension is not installed in ${folder}.`);
  }
  const program = join(folder, extension, "extension/dist/server/conductor");
  return execFileSync(program, [...command, "--workspace", workspace], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
}
