import * as vscode from "vscode";

/** Remembers where the person was typing, to bring them back there. */
export class LastEditor implements vscode.Disposable {
  private editor = vscode.window.activeTextEditor;
  private readonly subscription = vscode.window.onDidChangeActiveTextEditor((editor) => {
    // Undefined means that something else is active now, such as our panel: the editor before it is the one to go back to.
    if (editor?.viewColumn !== undefined) {
      this.editor = editor;
    }
  });

  /** Where documents should open: beside the panel, never on top of it. */
  get viewColumn(): vscode.ViewColumn {
    return this.visible?.viewColumn ?? vscode.ViewColumn.One;
  }

  async focus(): Promise<void> {
    const editor = this.visible;
    if (editor?.viewColumn === undefined) {
      await vscode.commands.executeCommand("workbench.action.focusFirstEditorGroup");
      return;
    }
    await vscode.window.showTextDocument(editor.document, { viewColumn: editor.viewColumn });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private get visible(): vscode.TextEditor | undefined {
    const { visibleTextEditors } = vscode.window;
    return (
      visibleTextEditors.find((editor) => editor === this.editor) ??
      visibleTextEditors.find(({ viewColumn }) => viewColumn !== undefined)
    );
  }
}
