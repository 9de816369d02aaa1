// Starts the browser-based editor with an extension in it, and ends it with everything it started.
import { spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FixableError } from "./command.mjs";
import { editor } from "./editor-bed.mjs";
import { outputOf } from "./processes.mjs";

/** A quiet editor: no welcome page, no chat, nothing of last time. */
const quietSettings = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "window.restoreWindows": "none",
  "workbench.startupEditor": "none",
};

const endsWithin = 5_000;

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Installs a VSIX into a folder of extensions.
 * @param {string} vsix
 * @param {string} extensionsFolder
 */
export async function installExtension(vsix, extensionsFolder) {
  const profile = join(tmpdir(), `conductor-install-${process.pid}`);
  const places = [
    "--user-data-dir",
    profile,
    "--extensions-dir",
    extensionsFolder,
    "--config",
    join(profile, "config.yaml"),
  ];
  await mkdir(profile, { recursive: true });
  const { code, stdout, stderr } = await outputOf(editor.node, [
    editor.entry,
    ...places,
    "--install-extension",
    vsix,
  ]);
  await rm(profile, { recursive: true, force: true });
  if (code !== 0) {
    throw new FixableError(`The editor refused ${vsix}:\n${stdout}${stderr}`);
  }
}

/** The group of the editor's processes: it leads one of its own, so that all of them can be ended together. */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function endGroup(pid) {
  signalGroup(pid, "SIGTERM");
  for (let waited = 0; waited < endsWithin && signalGroup(pid, 0); waited += 50) {
    await pause(50);
  }
  signalGroup(pid, "SIGKILL");
}

async function untilItAnswers(port, hasEnded, log) {
  for (;;) {
    if (hasEnded()) {
      throw new FixableError(`The editor ended before it was ready:\n${log()}`);
    }
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await pause(100);
  }
}

/**
 * Starts the editor on a folder; it listens on 127.0.0.1 only.
 * @param {{
 *   folder: string,
 *   userDataFolder: string,
 *   extensionsFolder: string,
 *   settings?: Record<string, unknown>,
 *   password?: string,
 *   trustEverything?: boolean,
 * }} options `password`: none means that anyone on this machine may open it; `trustEverything`: no Restricted Mode
 * @returns {Promise<{ url: string, pid: number, ended: Promise<void>, close: () => Promise<void> }>}
 */
export async function startCodeServer(options) {
  const {
    folder,
    userDataFolder,
    extensionsFolder,
    settings = {},
    password,
    trustEverything = true,
  } = options;
  await mkdir(join(userDataFolder, "User"), { recursive: true });
  const allSettings = JSON.stringify({ ...quietSettings, ...settings }, null, 2);
  await writeFile(join(userDataFolder, "User/settings.json"), allSettings);
  // To the browser this is a remote machine: settings that belong to a machine are read from its own file.
  await mkdir(join(userDataFolder, "Machine"), { recursive: true });
  const ofMachine = Object.entries(settings).filter(([name]) => name.startsWith("conductor."));
  await writeFile(
    join(userDataFolder, "Machine/settings.json"),
    JSON.stringify(Object.fromEntries(ofMachine), null, 2),
  );

  const port = await freePort();
  const args = [
    ...[
      editor.entry,
      "--auth",
      password === undefined ? "none" : "password",
      "--bind-addr",
      `127.0.0.1:${port}`,
    ],
    ...["--user-data-dir", userDataFolder, "--extensions-dir", extensionsFolder],
    ...[
      "--config",
      join(userDataFolder, "config.yaml"),
      "--session-socket",
      join(userDataFolder, "session.sock"),
    ],
    ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"],
    ...(trustEverything ? ["--disable-workspace-trust"] : []),
    folder,
  ];
  // code-server takes address and password from its environment too; only ours count.
  const env = { ...process.env, PASSWORD: password, HASHED_PASSWORD: undefined, PORT: undefined };
  const child = spawn(editor.node, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  const remember = (chunk) => (log = (log + chunk).slice(-10_000));
  child.stdout.on("data", remember);
  child.stderr.on("data", remember);
  let hasEnded = false;
  const ended = new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", resolve);
  }).then(() => {
    hasEnded = true;
  });
  // Whoever started the editor may be ended in the middle of its work, and then there is no time to wait.
  const endAtOnce = () => signalGroup(child.pid, "SIGKILL");
  process.once("exit", endAtOnce);
  const close = async () => {
    await endGroup(child.pid);
    process.off("exit", endAtOnce);
    await ended;
  };
  try {
    await untilItAnswers(
      port,
      () => hasEnded,
      () => log,
    );
  } catch (error) {
    await close();
    throw error;
  }
  const url = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`;
  return { url, pid: child.pid, ended, close };
}
