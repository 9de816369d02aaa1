// An installed desktop VS Code, started as an instance of its own: other profile, other extensions, nothing shared.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FixableError } from "./command.mjs";
import { outputOf } from "./processes.mjs";

/** @returns {Promise<boolean>} whether there is a `code` command that opens windows here */
export async function hasDesktopEditor() {
  const hasScreen =
    process.platform !== "linux" || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  return hasScreen && (await outputOf("code", ["--version"])).code === 0;
}

/** The processes whose command line names a folder that only this instance uses. */
async function processesOf(folder) {
  if (existsSync("/proc/self")) {
    const pids = (await readdir("/proc")).filter(
      (name) => /^\d+$/.test(name) && Number(name) !== process.pid,
    );
    const lines = await Promise.all(
      pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
    );
    return pids.filter((_, index) => lines[index].includes(folder)).map(Number);
  }
  const { stdout } = await outputOf("ps", ["-A", "-o", "pid=,command="]);
  const lines = stdout.split("\n").filter((line) => line.includes(folder));
  return lines.map((line) => Number.parseInt(line, 10)).filter((pid) => pid !== process.pid);
}

/**
 * Opens a folder in a window with a VSIX installed.
 * @param {{ folder: string, profile: string, vsix: string, settings: Record<string, unknown> }} options
 * @returns {Promise<{ ended: Promise<void>, close: () => Promise<void> }>} `ended`: when the window was closed
 */
export async function startDesktopEditor({ folder, profile, vsix, settings }) {
  const userData = join(profile, "user-data");
  const own = ["--user-data-dir", userData, "--extensions-dir", join(profile, "extensions")];
  await mkdir(join(userData, "User"), { recursive: true });
  await writeFile(join(userData, "User/settings.json"), JSON.stringify(settings, null, 2));
  const { code, stdout, stderr } = await outputOf("code", [...own, "--install-extension", vsix]);
  if (code !== 0) {
    throw new FixableError(
      `VS Code refused ${vsix}; "npm start -- --browser" does without it.\n${stdout}${stderr}`,
    );
  }
  const args = [...own, "--new-window", "--wait", "--disable-workspace-trust", folder];
  const child = spawn("code", args, { stdio: "ignore", shell: process.platform === "win32" });
  const ended = new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", resolve);
  });
  const close = async () => {
    if (process.platform === "win32") {
      child.kill();
    } else {
      for (const pid of await processesOf(userData)) {
        try {
          process.kill(pid, "SIGTERM");
        } catch {
          // It ended together with one that we had signalled before.
        }
      }
    }
    await ended;
  };
  return { ended, close };
}
