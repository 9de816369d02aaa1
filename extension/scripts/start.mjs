// npm start: a real editor with Conductor in it, on a copy of the sample workspace, with a model that needs no key.
// "npm start -- --browser" takes the browser-based editor even where a desktop VS Code is installed.
import { randomBytes } from "node:crypto";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { installExtension, startCodeServer } from "./code-server.mjs";
import { command, say } from "./command.mjs";
import { hasDesktopEditor, startDesktopEditor } from "./desktop-editor.mjs";
import { setUpEditor } from "./editor-bed.mjs";
import { makeVsix } from "./package.mjs";
import { requireDotnet, requireGit, requireNode } from "./prerequisites.mjs";
import { copySample } from "./sample-workspace.mjs";

const settings = {
  "workbench.startupEditor": "none",
};

const whatToDo = `
  1. Click the Conductor icon in the activity bar, at the left edge.
  2. Run the track "first-steps": the demo model needs no key and no account.
  3. Read the prompt, edit it if you like, and approve.

Ctrl+C here ends the editor. The workspace is a copy; nothing in it is kept.`;

async function openDesktopEditor(places) {
  const editor = await startDesktopEditor({ ...places, settings });
  say(`\nConductor is open in VS Code, in a profile of its own.\n${whatToDo}`);
  return editor;
}

async function openBrowserEditor({ folder, profile, vsix }) {
  await setUpEditor();
  const extensionsFolder = join(profile, "extensions");
  await installExtension(vsix, extensionsFolder);
  const password = randomBytes(12).toString("base64url");
  const userDataFolder = join(profile, "user-data");
  const editor = await startCodeServer({ folder, userDataFolder, extensionsFolder, settings, password });
  say(
    `\nConductor is running. Open this address in a browser:\n\n  ${editor.url}\n  password: ${password}\n${whatToDo}`,
  );
  return editor;
}

/** Resolves at the first Ctrl+C or request to end; later ones change nothing, the end is under way. */
function whenAsked() {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.on(signal, resolve);
    }
  });
}

await command(async () => {
  requireNode();
  await requireGit();
  await requireDotnet();
  await build();
  const vsix = await makeVsix();
  const browser = process.argv.includes("--browser") || !(await hasDesktopEditor());
  const home = await realpath(await mkdtemp(join(tmpdir(), "conductor-start-")));
  const asked = whenAsked();
  let editor;
  try {
    const places = { folder: join(home, "shopkeeper"), profile: join(home, "profile"), vsix };
    await copySample(places.folder);
    editor = await (browser ? openBrowserEditor(places) : openDesktopEditor(places));
    await Promise.race([asked, editor.ended]);
    say("\nending …");
  } finally {
    await editor?.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});
