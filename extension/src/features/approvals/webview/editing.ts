import type { ApprovalInfo } from "../../../protocol.generated";
import { type Draft, type ResolvedDraft, resolveDraft } from "../draft";
import type { PageStrings } from "../pageStrings";

/** One request being edited: its draft, and who wants to know when it changes. */
export class Editing {
  private readonly listeners: (() => void)[] = [];

  constructor(
    readonly approval: ApprovalInfo,
    readonly strings: PageStrings,
    private current: Draft,
    private readonly save: (draft: Draft | undefined) => void,
  ) {}

  get draft(): Draft {
    return this.current;
  }

  get resolved(): ResolvedDraft {
    return resolveDraft(this.approval, this.current);
  }

  /** Calls now and after every change. */
  follow(listener: () => void): void {
    this.listeners.push(listener);
    listener();
  }

  /** A member that is undefined is forgotten. */
  change(change: { readonly [name in keyof Draft]: string | undefined }): void {
    const next = { ...this.current, ...change };
    this.current = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
    this.save(Object.keys(this.current).length === 0 ? undefined : this.current);
    this.listeners.forEach((listener) => listener());
  }
}
