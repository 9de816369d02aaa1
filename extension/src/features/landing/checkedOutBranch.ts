import * as vscode from "vscode";

/** As much of the editor's own git extension as is needed here. */
interface GitExtension {
  getAPI(version: 1): {
    getRepository(uri: vscode.Uri): { readonly state: { readonly HEAD?: { readonly name?: string } } } | null;
  };
}

/** The branch that is checked out in a folder, as the editor's own git extension knows it; undefined where it does not, or none is. */
export async function checkedOutBranch(folder: vscode.Uri): Promise<string | undefined> {
  try {
    const git = await vscode.extensions.getExtension<GitExtension>("vscode.git")?.activate();
    return git?.getAPI(1).getRepository(folder)?.state.HEAD?.name;
  } catch {
    // It is switched off, which it says by an error.
    return undefined;
  }
}
