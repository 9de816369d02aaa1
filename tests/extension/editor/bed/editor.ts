// A real editor on a copy of the sample workspace, with the packed VSIX installed, shown in a headless browser.
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { requireBrowser } from "../../../../extension/scripts/browser.mjs";
import { startCodeServer } from "../../../../extension/scripts/code-server.mjs";
import { setUpEditor } from "../../../../extension/scripts/editor-bed.mjs";
import { root } from "../../../../extension/scripts/paths.mjs";
import { copySample } from "../../../../extension/scripts/sample-workspace.mjs";
import { type Companion, withCompanions } from "./companions";
import { sidecarPids } from "./sidecarPids";
import { Workbench } from "./workbench";

/** Where pictures go; git ignores the folder. */
const screenshots = join(root, "tests/extension/editor/screenshots");

const colorThemes = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  highContrast: "Default High Contrast",
} as const;

const quietBrowser = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface EditorOptions {
  /** Default false: every folder is trusted. True: folders open in Restricted Mode until trust is given. */
  readonly workspaceTrust?: boolean;
  /** User settings, on top of the quiet ones of the bed and the demo model. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Default dark. */
  readonly theme?: keyof typeof colorThemes;
  /** Extensions of the bed's own that are installed too; default none. */
  readonly companions?: readonly Companion[];
  /** An existing folder to open as it is; default a fresh copy of the sample, which is gone after `close`. */
  readonly workspace?: string;
}

export interface Editor {
  readonly page: Page;
  readonly workbench: Workbench;
  readonly workspaceFolder: string;
  readonly userDataDir: string;
  /** Process ids of the sidecars that this editor's extension hosts have alive right now. */
  sidecarPids(): number[];
  /** Writes `tests/extension/editor/screenshots/<name>.png` and gives its path. */
  screenshot(name: string): Promise<string>;
  /** Loads the window again, as "Developer: Reload Window" does, and waits until it can be used. */
  reload(): Promise<void>;
  /** Ends browser and editor with everything they started, and deletes the profile. */
  close(): Promise<void>;
}

/** The editors that are running, of this file of tests. */
export const openEditors = new Set<Editor>();

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  await untilUsable(page);
  return page;
}

async function untilUsable(page: Page): Promise<void> {
  await page.locator(".monaco-workbench .activitybar").waitFor();
}

/** Starts an editor with a profile of its own. Call `close` when done, whatever happened in between. */
export async function launchEditor(options: EditorOptions = {}): Promise<Editor> {
  await setUpEditor();
  const executablePath = await requireBrowser();
  const folder = await realpath(await mkdtemp(join(tmpdir(), "conductor-editor-")));
  const userDataDir = join(folder, "profile");
  const workspaceFolder = options.workspace ?? join(folder, "shopkeeper");
  if (options.workspace === undefined) {
    await copySample(workspaceFolder);
  }
  const server = await startCodeServer({
    folder: workspaceFolder,
    userDataFolder: userDataDir,
    extensionsFolder: await withCompanions(folder, options.companions ?? []),
    settings: {
      "conductor.models.default": "demo",
      // Most tests are about a ticket's work in the folder; those that are about its landing say so.
      "conductor.run.isolation": "folder",
      "workbench.colorTheme": colorThemes[options.theme ?? "dark"],
      ...options.settings,
    },
    trustEverything: options.workspaceTrust !== true,
  });
  const browser = await chromium.launch({ executablePath, args: quietBrowser });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const page = await openPage(browser, server.url);
    const workbench = new Workbench(page);
    const editor: Editor = {
      page,
      workbench,
      workspaceFolder,
      userDataDir,
      sidecarPids: () => sidecarPids(server.pid),
      screenshot: async (name) => {
        await mkdir(screenshots, { recursive: true });
        const path = join(screenshots, `${name}.png`);
        // What fades in or out is shown as it ends.
        await page.screenshot({ path, animations: "disabled" });
        return path;
      },
      reload: async () => {
        // The editor's own command: it saves what it holds before the page goes.
        const left = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
        await workbench.palette("Developer: Reload Window");
        await left;
        await untilUsable(page);
      },
      close: async () => {
        openEditors.delete(editor);
        await close();
      },
    };
    openEditors.add(editor);
    return editor;
  } catch (error) {
    await close();
    throw error;
  }
}
