import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const limit = { timeout: 2_000, windowsHide: true };

/**
 * Ends a process and everything below it, by force. What runs in a session of its own is found too, since a process is
 * known by its parent. Never rejects: whoever is gone already, or is not ours to end, is passed over.
 */
export async function endTree(root: number): Promise<void> {
  if (process.platform === "win32") {
    const taskkill = join(process.env["SystemRoot"] ?? "C:\\Windows", "System32", "taskkill.exe");
    await run(taskkill, ["/pid", String(root), "/T", "/F"], limit).catch(() => end(root));
    return;
  }
  const parents = await (process.platform === "linux" ? parentsFromFiles() : parentsFromProgram()).catch(
    () => new Map<number, number>(),
  );
  // The list is made before anyone is ended: a child of one that is gone has another parent.
  withDescendants(root, parents).forEach(end);
}

/** The process itself first, so that it starts nothing anew. */
export function withDescendants(root: number, parents: ReadonlyMap<number, number>): readonly number[] {
  const children = [...parents].filter(([pid, parent]) => parent === root && pid !== root);
  return [root, ...children.flatMap(([pid]) => withDescendants(pid, parents))];
}

/** Parents by process. Needs no program: containers often come without `ps`. */
async function parentsFromFiles(): Promise<ReadonlyMap<number, number>> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<[number, number]> => {
      const stat = await readFile(join("/proc", pid, "stat"), "utf8").catch(() => "");
      // "pid (name) state parent …", and a name may hold brackets and blanks.
      const [, parent = "0"] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return [Number(pid), Number(parent)];
    }),
  );
  return new Map(found);
}

async function parentsFromProgram(): Promise<ReadonlyMap<number, number>> {
  const { stdout } = await run("/bin/ps", ["-A", "-o", "pid=,ppid="], limit);
  const lines = stdout.trim().split("\n");
  return new Map(lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]));
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone, or not ours.
  }
}
