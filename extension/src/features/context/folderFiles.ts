import { spawn } from "node:child_process";
import { homedir } from "node:os";
import * as vscode from "vscode";

/** More than this many files of a folder are never offered; nobody means them as one ticket's context. */
const mostFiles = 2000;

/** Every file below a folder, without what the editor's settings hide and what git ignores. */
export async function filesOfFolder(folder: vscode.Uri, root: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, "**/*"),
    undefined,
    mostFiles,
  );
  // Git reads configuration of the folder that can name programs, so it is asked in trusted folders only.
  const ignored = vscode.workspace.isTrusted ? await ignoredByGit(files, root) : new Set<string>();
  return files.filter((file) => !ignored.has(file.fsPath)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Nothing counts as ignored when there is no git or no repository. */
function ignoredByGit(files: readonly vscode.Uri[], root: vscode.Uri): Promise<ReadonlySet<string>> {
  return new Promise((resolve) => {
    // Windows looks for programs in the working directory first; a git.exe of the folder must not be found there.
    const git = spawn("git", ["-C", root.fsPath, "check-ignore", "-z", "--stdin"], {
      cwd: homedir(),
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    git.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    git.on("error", () => resolve(new Set()));
    git.on("close", () => resolve(new Set(Buffer.concat(chunks).toString("utf8").split("\0"))));
    // Git may leave before it has read everything.
    git.stdin.on("error", () => undefined);
    git.stdin.end(files.map((file) => file.fsPath).join("\0"));
  });
}
