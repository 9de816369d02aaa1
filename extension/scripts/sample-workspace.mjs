// A copy of the sample workspace that may be changed at will, with a git history of one commit.
import { cp, rm } from "node:fs/promises";
import { basename } from "node:path";
import { sample } from "./paths.mjs";
import { run } from "./processes.mjs";

/** Neither the person's git settings nor their hooks and signing keys have a part in the sample. */
const environment = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
const author = ["-c", "user.name=Conductor", "-c", "user.email=sample@conductor.invalid"];

/** What building or running the sample where it is kept leaves behind. */
const leftovers = /^(bin|obj|conductor\.db.*)$/;

/**
 * Replaces `folder` by a fresh copy of the sample.
 * @param {string} folder
 */
export async function copySample(folder) {
  await rm(folder, { recursive: true, force: true });
  await cp(sample, folder, { recursive: true, filter: (path) => !leftovers.test(basename(path)) });
  await commitAll(folder, "The shop as it is");
}

/**
 * Makes a folder a git repository of one commit, on the branch main.
 * @param {string} folder
 * @param {string} message
 */
export async function commitAll(folder, message) {
  const git = (...args) =>
    run("git", [...author, "-c", "init.defaultBranch=main", ...args], { cwd: folder, env: environment });
  await git("init", "--quiet");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", message);
}
