import * as vscode from "vscode";
import { settings } from "../../commands";
import type { WorkspaceRoot } from "../../context";

/** The offline stand-in that needs neither key nor network. */
export const demoModel = "demo";

/** The model of tickets that name none. */
export function defaultModel({ folder }: WorkspaceRoot): string {
  return vscode.workspace
    .getConfiguration(undefined, folder?.uri)
    .get<string>(settings.defaultModel, "")
    .trim();
}

/** The first part of a model's id, as the engine reads it. */
export function providerOf(modelId: string): string {
  return (modelId.split(":", 1)[0] ?? "").trim().toLowerCase();
}

/** Writes the default model where it is set already, so that the change is one: for the workspace, or else for the person. */
export async function setDefaultModel({ folder }: WorkspaceRoot, modelId: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(undefined, folder?.uri);
  const found = configuration.inspect<string>(settings.defaultModel);
  const target =
    found?.workspaceFolderValue !== undefined
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : found?.workspaceValue !== undefined
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
  await configuration.update(settings.defaultModel, modelId, target);
}
