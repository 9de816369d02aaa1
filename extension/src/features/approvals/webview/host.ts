import { type Draft, isJsonObject } from "../draft";
import { type PageMessage, parseDraft } from "../panelMessages";

/** The editor's side of a web view, as the editor gives it to the page. */
export interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** What survives a tab switch and a reload. */
interface SavedPage {
  readonly version: 1;
  readonly approvalId?: string;
  readonly drafts: Readonly<Record<string, Draft>>;
}

/** Sends what the page has to say, and keeps unsent edits in the editor's memory of this page. */
export class Host {
  private saved: SavedPage;

  constructor(private readonly api: WebviewApi) {
    this.saved = readSaved(api.getState());
  }

  get approvalId(): string | undefined {
    return this.saved.approvalId;
  }

  draftOf(approvalId: string): Draft | undefined {
    return Object.hasOwn(this.saved.drafts, approvalId) ? this.saved.drafts[approvalId] : undefined;
  }

  send(message: PageMessage): void {
    this.api.postMessage(message);
  }

  /** Saved with every keystroke: the page may be thrown away at any time. */
  saveDraft(approvalId: string, draft: Draft | undefined): void {
    const drafts = Object.entries(this.saved.drafts).filter(([id]) => id !== approvalId);
    this.save({
      ...this.saved,
      drafts: Object.fromEntries(draft === undefined ? drafts : [...drafts, [approvalId, draft]]),
    });
    this.send({ type: "draft", approvalId, ...(draft === undefined ? {} : { draft }) });
  }

  showing(approvalId: string | undefined): void {
    if (approvalId !== this.saved.approvalId) {
      const { drafts } = this.saved;
      this.save({ version: 1, drafts, ...(approvalId === undefined ? {} : { approvalId }) });
    }
  }

  /** Forgets the drafts of requests that are over. */
  keepOnly(openIds: readonly string[]): void {
    const kept = Object.entries(this.saved.drafts).filter(([id]) => openIds.includes(id));
    if (kept.length < Object.keys(this.saved.drafts).length) {
      this.save({ ...this.saved, drafts: Object.fromEntries(kept) });
    }
  }

  private save(saved: SavedPage): void {
    this.saved = saved;
    this.api.setState(saved);
  }
}

function readSaved(raw: unknown): SavedPage {
  if (!isJsonObject(raw) || raw["version"] !== 1 || !isJsonObject(raw["drafts"])) {
    return { version: 1, drafts: {} };
  }
  const drafts: [string, Draft][] = [];
  for (const [id, value] of Object.entries(raw["drafts"])) {
    const parsed = parseDraft(value);
    if (parsed.kind === "draft" && parsed.member.draft) {
      drafts.push([id, parsed.member.draft]);
    }
  }
  const { approvalId } = raw;
  return {
    version: 1,
    drafts: Object.fromEntries(drafts),
    ...(typeof approvalId === "string" ? { approvalId } : {}),
  };
}
