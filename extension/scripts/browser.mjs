// The browser that shows the editor in tests: an installed Chrome, Chromium or Edge.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { FixableError, say } from "./command.mjs";
import { run } from "./processes.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

const places = {
  darwin: ["Google Chrome", "Chromium", "Microsoft Edge"].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"]].flatMap((folder) => [
    join(folder ?? "", "Google/Chrome/Application/chrome.exe"),
    join(folder ?? "", "Microsoft/Edge/Application/msedge.exe"),
  ]),
};

/** @returns {string | undefined} the path of an installed browser */
export function findBrowser() {
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...(places[process.platform] ?? []), ...onPath].find((path) => existsSync(path));
}

const isRootOnDebian = () => process.getuid?.() === 0 && existsSync("/etc/debian_version");

/** Finds a browser; only as root on Debian, where continuous integration runs, it installs one. */
export async function requireBrowser() {
  if (findBrowser() === undefined && isRootOnDebian()) {
    say("browser: installing Chromium …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-qq"], { env });
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env });
  }
  const browser = findBrowser();
  if (browser === undefined) {
    throw new FixableError("A browser is needed for the editor tests: install Chrome, Chromium or Edge.");
  }
  return browser;
}
