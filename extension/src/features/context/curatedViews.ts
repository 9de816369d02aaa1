import * as vscode from "vscode";
import { commands, schemes } from "../../commands";
import type { ConductorContext } from "../../context";
import { ViewGetRequest, type ViewLevelName } from "../../protocol.generated";
import { viewHeading } from "./viewHeading";

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
    const uri = vscode.Uri.from({ scheme: schemes.view, path: `/${path}`, query: level });
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

/** The file and the level of a curated view's document. */
export function viewOf(uri: vscode.Uri): { readonly path: string; readonly level: ViewLevelName } {
  return {
    path: uri.path.slice(1),
    level: levels.find((level) => level === uri.query) ?? "curated",
  };
}
