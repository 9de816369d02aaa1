import * as vscode from "vscode";

type LanguageModels = typeof vscode.lm;

/** What the editor names a model by is its vendor's business, so an id of ours has the vendor before it. */
export function idOf({ vendor, id }: vscode.LanguageModelChat): string {
  return `${vendor}/${id}`;
}

/** The editor's models. Undefined: it is an editor that has none, as some that were made from VS Code. */
export function languageModels(): LanguageModels | undefined {
  const { lm } = vscode as { readonly lm?: Partial<LanguageModels> };
  return typeof lm?.selectChatModels === "function" ? lm : undefined;
}

/** Every model the editor has now. It wakes the extensions that bring models, so only a person's wish is a reason to ask. */
export async function allModels(): Promise<readonly vscode.LanguageModelChat[]> {
  return (await languageModels()?.selectChatModels({})) ?? [];
}

/** The model of that id; without a vendor in it, the first one that the editor names so. */
export async function findModel(id: string): Promise<vscode.LanguageModelChat | undefined> {
  const models = languageModels();
  const slash = id.indexOf("/");
  const [model] =
    slash > 0
      ? ((await models?.selectChatModels({ vendor: id.slice(0, slash), id: id.slice(slash + 1) })) ?? [])
      : [];
  return model ?? (await models?.selectChatModels({ id }))?.[0];
}

/** Models that answered when a person had them asked, by id, where the editor keeps no account of consent. Until the window closes. */
const answered = new Set<string>();

/** Notes that a person's own request to a model was answered. */
export function noteAnswered(model: vscode.LanguageModelChat): void {
  answered.add(idOf(model));
}

/** Notes that the editor let a model not be called, so that the person's next request asks it again. */
export function noteRefused(model: vscode.LanguageModelChat): void {
  answered.delete(idOf(model));
}

/** Whether a model may be called: false when the person would not have it, undefined when nobody has asked them. */
export function canSend(
  extension: Pick<vscode.ExtensionContext, "languageModelAccessInformation">,
  model: vscode.LanguageModelChat,
): boolean | undefined {
  // Editors that have models, but no access to them to give, lack it.
  const { languageModelAccessInformation: access } = extension as Partial<typeof extension>;
  return access ? access.canSendRequest(model) : answered.has(idOf(model)) ? true : undefined;
}
