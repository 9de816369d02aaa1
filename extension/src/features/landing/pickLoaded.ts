import * as vscode from "vscode";
import { isCancellation } from "../../shared/errors";

/**
 * A picker that is there at once and says that it is loading. What fails to load closes it and is told as any error of a command.
 * Undefined: the person left it. A row that is only a text stays where it is.
 */
export async function pickLoaded<T, Row extends vscode.QuickPickItem>(
  question: { readonly title: string; readonly placeholder: string },
  load: () => Promise<T>,
  rowsOf: (loaded: T) => readonly Row[],
): Promise<Row | undefined> {
  const picker = vscode.window.createQuickPick<Row>();
  picker.title = question.title;
  picker.placeholder = vscode.l10n.t("Loading…");
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.busy = true;
  try {
    return await new Promise<Row | undefined>((resolve, reject) => {
      picker.onDidHide(() => resolve(undefined));
      picker.onDidAccept(() => {
        const [row] = picker.selectedItems;
        // Without an icon it is no thing that could be chosen.
        if (row?.iconPath !== undefined) {
          resolve(row);
        }
      });
      picker.show();
      load().then(
        (loaded) => {
          picker.busy = false;
          picker.placeholder = question.placeholder;
          picker.items = rowsOf(loaded);
        },
        (error: unknown) => (isCancellation(error) ? resolve(undefined) : reject(error as Error)),
      );
    });
  } finally {
    picker.dispose();
  }
}
