import { readFileSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { withDescendants } from "../../../../extension/src/server/processTree";
import { serverEnvironment, ServerProcess } from "../../../../extension/src/server/serverProcess";

const onPosix = test.skipIf(process.platform === "win32");

async function start(script: string): Promise<{ server: ServerProcess; lines: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "conductor-process-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "server");
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  const lines: string[] = [];
  return { server: await ServerProcess.start(path, folder, (line) => void lines.push(line)), lines };
}

onPosix("Its arguments say what it is to do, and its last words are kept", async () => {
  const { server, lines } = await start('for i in $(seq 1 20); do echo "$i $*" >&2; done');
  await new Promise((resolve) => server.child.once("close", resolve));
  await expect.poll(() => lines.length).toBe(20);
  expect(lines[0]).toBe("1 serve --stdio");
  expect(server.lastLines).toHaveLength(12);
  expect(server.lastLines.at(-1)).toBe("20 serve --stdio");
  expect(server.isAlive).toBe(false);
});

onPosix("It leaves when its input ends", async () => {
  const { server } = await start("cat >/dev/null");
  await server.end(60_000);
  expect(server.child.exitCode).toBe(0);
});

onPosix("One that does not leave is ended by force", async () => {
  const { server } = await start("trap '' TERM; while :; do :; done");
  await server.end(50);
  expect(server.child.signalCode).toBe("SIGKILL");
});

test.skipIf(process.platform !== "linux")(
  "What it started goes with it, also what runs in a session of its own",
  async () => {
    const { server, lines } = await start(
      `trap '' TERM
(sleep 600 & echo "$!" >&2; wait) &
setsid sleep 600 &
echo "$!" >&2
while :; do sleep 0.05; done`,
    );
    await expect.poll(() => lines.length).toBe(2);
    const started = lines.map(Number);
    expect(started.every(isAlive)).toBe(true);
    await server.end(50);
    await expect.poll(() => started.filter(isAlive)).toEqual([]);
  },
);

/** One that has ended and only waits to be collected does not count. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

test("A process is ended before what is below it, however deep, and nothing beside it is touched", () => {
  const parents = new Map([
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 3],
    [6, 1],
  ]);
  expect(withDescendants(2, parents)).toEqual([2, 3, 4, 5]);
});

test("A file that is no program is an error, not a crash", async () => {
  await expect(
    ServerProcess.start(join(tmpdir(), "no such program"), tmpdir(), () => undefined),
  ).rejects.toThrow("ENOENT");
});

test("The editor's own variables do not reach the server, the person's do", () => {
  const environment = { PATH: "/bin", ELECTRON_RUN_AS_NODE: "1", VSCODE_PID: "1", NODE_OPTIONS: "--inspect" };
  expect(serverEnvironment(environment)).toEqual({ PATH: "/bin" });
});
