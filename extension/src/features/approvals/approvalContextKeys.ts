import { commands, type Disposable } from "vscode";
import { type ContextKey, contextKeys } from "../../commands";

/** What the bindings and menus of approvals go by. */
export interface ApprovalKeys {
  readonly hasPending: boolean;
  /** The keyboard is in the panel's page. */
  readonly isFocused: boolean;
  /** What can be answered about the request that the panel shows. */
  readonly offers: string;
}

/** Tells the editor the context keys of this room, each only when it changes; they are cleared at the end. */
export class ApprovalContextKeys implements Disposable {
  private readonly told = new Map<ContextKey, unknown>();

  update(keys: ApprovalKeys): void {
    this.tell(contextKeys.hasPending, keys.hasPending);
    this.tell(contextKeys.approvalFocused, keys.isFocused);
    this.tell(contextKeys.approvalOffers, keys.offers);
  }

  dispose(): void {
    this.update({ hasPending: false, isFocused: false, offers: "" });
  }

  private tell(key: ContextKey, value: unknown): void {
    if (this.told.get(key) !== value) {
      this.told.set(key, value);
      void commands.executeCommand("setContext", key, value);
    }
  }
}
