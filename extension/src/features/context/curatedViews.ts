import * as vscode from "vscode";
import { commands, schemes } from "../../commands";
import type { ConductorContext } from "../../context";
import { ViewGetRequest, type ViewLevelName } from "../../protocol.generated";
import { levelWord, viewHeading } from "./viewHeading";

/** Read-only documents that show a file as a worker would see it. */
export class CuratedViews
  implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable
{
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #disposables: { dispose(): unknown }[];

  readonly onDidChange = this.#changed.event;

  constructor(private readonly context: ConductorContext) {
    this.#disposables = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(schemes.view, this),
      vscode.languages.registerCodeLensProvider({ scheme: schemes.view }, this),
      vscode.workspace.onDidSaveTextDocument((document) => this.#refreshViewsOf(document.uri)),
    ];
  }

  async show(path: string, level: ViewLevelName): Promise<void> {
    const uri = viewUri(path, level);
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const { path, level } = viewOf(uri);
    const view = await this.context.engine.request(ViewGetRequest, { path, level }, token);
    return `${viewHeading(view)}\n${view.text}`;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return [
      new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
        title: vscode.l10n.t("Switch Level…"),
        command: commands.contextSwitchLevel,
        arguments: [document.uri],
      }),
    ];
  }

  dispose(): void {
    this.#disposables.forEach((disposable) => void disposable.dispose());
  }

  #refreshViewsOf(file: vscode.Uri): void {
    const path = this.context.workspace.toPath(file);
    for (const document of vscode.workspace.textDocuments) {
      if (document.uri.scheme === schemes.view && viewOf(document.uri).path === path) {
        this.#changed.fire(document.uri);
      }
    }
  }
}

const levels: readonly ViewLevelName[] = ["curated", "skeleton", "outline", "signature", "full"];

/** The document's name is the tab's, so it says the level before the file's own name, whose ending chooses the language. */
export function viewUri(path: string, level: ViewLevelName): vscode.Uri {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const name = `${levelWord(level)}${separator}${path.slice(folder.length)}`;
  return vscode.Uri.from({ scheme: schemes.view, path: `/${folder}${name}`, query: level });
}

const separator = " · ";

/** The file and the level of a curated view's document. */
export function viewOf(uri: vscode.Uri): { readonly path: string; readonly level: ViewLevelName } {
  const folder = uri.path.slice(1, uri.path.lastIndexOf("/") + 1);
  const name = uri.path.slice(folder.length + 1);
  return {
    // A tab of an earlier version has the file's name alone.
    path: folder + (name.includes(separator) ? name.slice(name.indexOf(separator) + separator.length) : name),
    level: levels.find((level) => level === uri.query) ?? "curated",
  };
}
