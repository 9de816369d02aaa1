import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly group: number;
  readonly program: string;
}

function processFromProc(pid: number): Process | undefined {
  try {
    const program = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] ?? "";
    // The name stands in parentheses and may hold spaces; state, parent and group follow it.
    const afterName = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return { pid, group: Number(afterName[2]), program };
  } catch {
    // It ended while we were looking.
    return undefined;
  }
}

function processes(): Process[] {
  if (existsSync("/proc/self/stat")) {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.map((pid) => processFromProc(Number(pid))).filter((process) => process !== undefined);
  }
  const lines = execFileSync("ps", ["-A", "-o", "pid=,pgid=,command="], { encoding: "utf8" })
    .trim()
    .split("\n");
  return lines.map((line) => {
    const [pid, group, program = ""] = line.trim().split(/\s+/);
    return { pid: Number(pid), group: Number(group), program };
  });
}

/** The sidecars among the processes of an editor, which all belong to the group that its first process leads. */
export function sidecarPids(editorPid: number): number[] {
  return processes()
    .filter(
      ({ group, program }) =>
        group === editorPid && /[/\\]dist[/\\]server[/\\]conductor(-engine)?$/.test(program),
    )
    .map(({ pid }) => pid);
}
