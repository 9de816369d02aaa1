import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
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

test("A file that is no program is an error, not a crash", async () => {
  await expect(
    ServerProcess.start(join(tmpdir(), "no such program"), tmpdir(), () => undefined),
  ).rejects.toThrow("ENOENT");
});

test("The editor's own variables do not reach the server, the person's do", () => {
  const environment = { PATH: "/bin", ELECTRON_RUN_AS_NODE: "1", VSCODE_PID: "1", NODE_OPTIONS: "--inspect" };
  expect(serverEnvironment(environment)).toEqual({ PATH: "/bin" });
});
