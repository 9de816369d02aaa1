import * as vscode from "vscode";
import type { ConductorContext, ServerRequest } from "../../../context";
import {
  type EditorModelCallParams,
  EditorModelCallRequest,
  EditorModelChangedNotification,
  type EditorModelList,
  EditorModelListRequest,
  type EditorModelResult,
  EditorModelStreamedNotification,
} from "../../../protocol.generated";
import { orCancelled, passOn } from "./answerStream";
import { allModels, canSend, findModel, idOf, languageModels, noteRefused } from "./languageModels";
import { codeOf, notAllowed, notFound, toRefusal } from "./modelErrors";
import { toMessages, toOptions } from "./modelMessages";

/**
 * Lends the editor's models to the server. They are not touched before the server asks for them or a person does, and a
 * call that would make the editor ask the person for their consent is refused: that question is only asked by a command.
 */
export class EditorModels implements vscode.Disposable {
  readonly #subscriptions: { dispose(): unknown }[];
  #isWatching = false;

  constructor(private readonly context: Pick<ConductorContext, "engine" | "extension">) {
    const { engine } = context;
    this.#subscriptions = [
      engine.onRequest(EditorModelListRequest, () => this.#list()),
      engine.onRequest(EditorModelCallRequest, (request) => this.#call(request)),
    ];
  }

  dispose(): void {
    this.#subscriptions.forEach((subscription) => void subscription.dispose());
  }

  /** Tells the server that what can be called has changed, so that what waits tries again. */
  tellChanged(): void {
    this.context.engine.tell(EditorModelChangedNotification, {});
  }

  /** From the first use on: before it, nobody waits for a change, and the editor is not to be touched. */
  watch(): void {
    const models = languageModels();
    if (this.#isWatching || !models) {
      return;
    }
    this.#isWatching = true;
    const tell = (): void => this.tellChanged();
    this.#subscriptions.push(models.onDidChangeChatModels(tell));
    const { languageModelAccessInformation: access } = this.context
      .extension as Partial<vscode.ExtensionContext>;
    if (access) {
      this.#subscriptions.push(access.onDidChange(tell));
    }
  }

  async #list(): Promise<EditorModelList> {
    this.watch();
    const models = await allModels();
    return {
      models: models.map((model) => {
        const { vendor, family, version, name, maxInputTokens } = model;
        const may = canSend(this.context.extension, model);
        return {
          id: idOf(model),
          vendor,
          family,
          version,
          name,
          maxInputTokens,
          ...(may === undefined ? {} : { canSend: may }),
        };
      }),
    };
  }

  async #call({ params, token, tell }: ServerRequest<EditorModelCallParams>): Promise<EditorModelResult> {
    this.watch();
    const { callId, model: id } = params;
    let model: vscode.LanguageModelChat | undefined;
    try {
      model = await orCancelled(findModel(id), token);
      if (!model) {
        throw notFound(id);
      }
      if (canSend(this.context.extension, model) !== true) {
        throw notAllowed(model.name);
      }
      const options = toOptions(params, justification());
      const response = await orCancelled(
        model.sendRequest(toMessages(params.messages), options, token),
        token,
      );
      const result = await passOn(
        response.stream,
        (sequence, parts) => tell(EditorModelStreamedNotification, { callId, sequence, parts }),
        token,
      );
      return { ...result, maxInputTokens: model.maxInputTokens };
    } catch (error) {
      if (model && codeOf(error) === "NoPermissions") {
        noteRefused(model);
      }
      throw toRefusal(error, id);
    }
  }
}

/** Why Conductor wants a model; the editor shows it when it asks for consent. */
export function justification(): string {
  return vscode.l10n.t(
    "Conductor lets this model work on tickets: it is sent their prompts, and what workers read of the project's files.",
  );
}
