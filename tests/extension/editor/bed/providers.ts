// The fake provider server, as a process of its own beside the editor.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../../../extension/scripts/paths.mjs";

/** What a provider was asked, as far as tests look at it. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
}

export interface Providers {
  /** The base address at which the script is played to a session: any word of the test's own. */
  addressOf(session: string): string;
  /** What came in, oldest first. */
  received(session: string): Promise<readonly ReceivedRequest[]>;
  close(): Promise<void>;
}

/** Starts it with a script, whose form is that of `script:FILE`. */
export async function startProviders(script: Readonly<Record<string, unknown>>): Promise<Providers> {
  const folder = await mkdtemp(join(tmpdir(), "conductor-providers-"));
  const file = join(folder, "providers.script.json");
  await writeFile(file, JSON.stringify(script));
  const server = spawn(process.execPath, [join(root, "tests/providers/server.mjs"), "--script", file], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  const [line] = (await Promise.race([
    once(createInterface(server.stdout), "line"),
    ended.then(() => Promise.reject(new Error("The fake provider server ended at once."))),
  ])) as [string];
  const { port } = JSON.parse(line) as { readonly port: number };
  const address = `http://127.0.0.1:${port}`;
  return {
    addressOf: (session) => `${address}/${session}/script`,
    received: async (session) =>
      (await (await fetch(`${address}/__requests/${session}`)).json()) as ReceivedRequest[],
    close: async () => {
      server.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A turn of a script. */
interface ScriptTurn {
  readonly text: string;
  readonly toolCalls: readonly { readonly name: string; readonly arguments: unknown }[];
}

/** A worker's turn with one call of a tool. */
export const turn = (text: string, name: string, args: Readonly<Record<string, unknown>>): ScriptTurn => ({
  text,
  toolCalls: [{ name, arguments: args }],
});

/** The turn that ends a ticket well. */
export const finish = (summary: string): ScriptTurn =>
  turn("That is all.", "finish", { verdict: "completed", summary });
