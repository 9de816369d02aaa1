import { spawn } from "node:child_process";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { UserError } from "../../shared/errors";

/** A folder with more files is refused whole: nobody means so many as one ticket's context, and a part of them even less. */
const mostFiles = 2000;

/** Looked at before git says which of them count; a build folder can have many that do not. */
const mostLookedAt = 20_000;

/** Every file below a folder, without what the editor's settings hide and what git ignores. */
export async function filesOfFolder(folder: vscode.Uri, root: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const everything = new vscode.RelativePattern(folder, "**/*");
  const files = await vscode.workspace.findFiles(everything, undefined, mostLookedAt + 1);
  if (files.length > mostLookedAt) {
    throw tooMany(folder);
  }
  // Git reads configuration of the folder that can name programs, so it is asked in trusted folders only.
  const ignored = vscode.workspace.isTrusted ? await ignoredByGit(files, root) : new Set<string>();
  const counting = files.filter((file) => !ignored.has(file.fsPath));
  if (counting.length > mostFiles) {
    throw tooMany(folder);
  }
  return counting.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function tooMany(folder: vscode.Uri): UserError {
  return new UserError(
    vscode.l10n.t(
      "{0} holds more than {1} files, which is more than a ticket's context is for. Choose a smaller folder, or single files.",
      folder.fsPath,
      mostFiles,
    ),
  );
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
