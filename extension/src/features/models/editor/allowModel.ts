import * as vscode from "vscode";
import type { ConductorContext } from "../../../context";
import { UserError } from "../../../shared/errors";
import { withoutLinks } from "../../../shared/plainText";
import { type RowSelection, selectedTickets, ticketInfos, ticketsFrom } from "../../tickets/ticketArguments";
import { justification, type EditorModels } from "./editorModels";
import { allModels, canSend, findModel, idOf, noteAnswered } from "./languageModels";
import { codeOf, noModels, notFound } from "./modelErrors";

/** How ids of the editor's models begin in track files and settings. */
const prefix = "editor:";

/**
 * Lets a person allow a model of the editor: a tiny request makes the editor ask them. Only ever run by a person.
 * @param args The model's id, with or without its provider, or a ticket that waits for one. Without either it is the one
 * that a selected ticket waits for, else one that is picked.
 */
export async function allowModel(
  context: Pick<ConductorContext, "extension" | "store">,
  models: EditorModels,
  rows: RowSelection,
  args: readonly unknown[],
): Promise<void> {
  models.watch();
  const model = await chosenModel(context, namedModel(context, rows, args));
  if (!model) {
    return;
  }
  if (canSend(context.extension, model) !== true) {
    await askFor(model);
    noteAnswered(model);
  }
  models.tellChanged();
  // A notice that stays until it is closed; the command is over now.
  void vscode.window.showInformationMessage(
    withoutLinks(
      vscode.l10n.t(
        "Conductor may use the editor's model {0}. Tickets that waited for it go on; for others choose {1}.",
        model.name,
        `${prefix}${idOf(model)}`,
      ),
    ),
  );
}

function namedModel(
  { store }: Pick<ConductorContext, "store">,
  rows: RowSelection,
  args: readonly unknown[],
): string | undefined {
  const [named] = args;
  if (typeof named === "string") {
    return named;
  }
  const refs = [...ticketsFrom(args), ...selectedTickets(rows)];
  return ticketInfos(store, refs).find(({ ticket }) => ticket.actions.includes("allowModel"))?.ticket.waiting
    ?.model;
}

async function chosenModel(
  context: Pick<ConductorContext, "extension">,
  named: string | undefined,
): Promise<vscode.LanguageModelChat | undefined> {
  if (named !== undefined) {
    const id = named.startsWith(prefix) ? named.slice(prefix.length) : named;
    const found = await findModel(id);
    if (!found) {
      throw new UserError(notFound(id).message);
    }
    return found;
  }
  const all = await allModels();
  if (all.length === 0) {
    throw noModels();
  }
  const items = all
    .map((model) => ({ model, isAllowed: canSend(context.extension, model) === true }))
    .sort((left, right) => Number(left.isAllowed) - Number(right.isAllowed))
    .map(({ model, isAllowed }) => ({
      label: model.name,
      description: idOf(model),
      detail: isAllowed ? vscode.l10n.t("Allowed") : vscode.l10n.t("Not allowed yet"),
      model,
    }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Allow Editor Model"),
    placeHolder: vscode.l10n.t("The model that Conductor may use; the editor asks you to confirm"),
    matchOnDescription: true,
  });
  return picked?.model;
}

/** The least that makes the editor ask; the answer is not waited for. */
async function askFor(model: vscode.LanguageModelChat): Promise<void> {
  const source = new vscode.CancellationTokenSource();
  try {
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: withoutLinks(vscode.l10n.t("Asking for {0}…", model.name)),
        cancellable: true,
      },
      async (_progress, token) => {
        const subscription = token.onCancellationRequested(() => source.cancel());
        try {
          await model.sendRequest(
            [vscode.LanguageModelChatMessage.User("Answer with the word OK.")],
            { justification: justification() },
            source.token,
          );
        } finally {
          subscription.dispose();
        }
      },
    );
  } catch (error) {
    throw codeOf(error) === "NoPermissions" ? denied(model.name) : error;
  } finally {
    source.cancel();
    source.dispose();
  }
}

function denied(name: string): UserError {
  return new UserError(
    vscode.l10n.t(
      "Conductor was not allowed to use {0}, so tickets that need it keep waiting. Run “Conductor: Allow Editor Model…” to be asked again, or choose another model.",
      name,
    ),
  );
}
