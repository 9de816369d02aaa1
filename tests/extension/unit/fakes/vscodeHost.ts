// The editor itself: what was registered, shown and set can be read back from `state`.
import { noModels } from "./languageModels";
import {
  type CancellationToken,
  CancellationTokenSource,
  Disposable,
  EventEmitter,
  Range,
  type Uri,
  type WorkspaceEdit,
} from "./vscodeTypes";

interface Message {
  readonly kind: "information" | "warning" | "error";
  readonly text: string;
  readonly actions: readonly unknown[];
}

interface FakeDocument {
  readonly uri: Uri;
  version: number;
  isDirty: boolean;
  saves: number;
  readonly lineCount: number;
  lineAt(line: number): { readonly range: Range };
  save(): Promise<boolean>;
}

/** The editor's own objects, of which a test needs no more than that they are there. */
type Part = Readonly<Record<string, unknown>>;

/** A thread of comments as the editor would make it. */
export class FakeThread {
  comments: readonly Part[] = [];
  label = "";
  collapsibleState = 0;
  isDisposed = false;

  constructor(
    readonly uri: Uri,
    readonly range: Range,
  ) {}

  dispose(): void {
    this.isDisposed = true;
  }
}

/** Where comments may be written, and the threads there are. */
export class FakeCommentController {
  readonly threads: FakeThread[] = [];
  options: unknown;
  commentingRangeProvider: { provideCommentingRanges(document: unknown): readonly Range[] } | undefined;

  /** Those in sight. */
  get shown(): readonly FakeThread[] {
    return this.threads.filter(({ isDisposed }) => !isDisposed);
  }

  createCommentThread(uri: Uri, range: Range, comments: readonly Part[] = []): FakeThread {
    const thread = new FakeThread(uri, range);
    thread.comments = comments;
    this.threads.push(thread);
    return thread;
  }

  readonly dispose = (): void => undefined;
}

interface ContentProvider {
  provideTextDocumentContent(uri: Uri, token?: unknown): unknown;
}

/** Where and how it is shown that something is under way. */
interface Progress {
  readonly location: unknown;
  readonly title?: string;
  readonly cancellable?: boolean;
}

/** A quick pick that code made; a test does what the person does. */
export class FakeQuickPick {
  readonly #changed = new EventEmitter<string>();
  readonly #accepted = new EventEmitter<void>();
  readonly #hidden = new EventEmitter<void>();
  title = "";
  placeholder = "";
  value = "";
  busy = false;
  items: readonly Part[] = [];
  activeItems: readonly Part[] = [];
  selectedItems: readonly Part[] = [];
  isDisposed = false;

  readonly onDidChangeValue = this.#changed.event;
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  readonly show = (): void => undefined;

  dispose(): void {
    this.isDisposed = true;
  }

  /** The person types. */
  type(text: string): void {
    this.value = text;
    this.#changed.fire(text);
  }

  /** The person chooses the row with this label. */
  choose(label: string): void {
    const row = this.items.find((item) => item["label"] === label);
    if (!row) {
      throw new Error(`No row ${label} in ${this.items.map((item) => String(item["label"])).join(", ")}.`);
    }
    this.selectedItems = [row];
    this.#accepted.fire();
  }

  /** The person presses Enter while no row is active. */
  enter(): void {
    this.selectedItems = [];
    this.#accepted.fire();
  }

  /** The person leaves it. */
  hide(): void {
    this.#hidden.fire();
  }
}

type Subscribe = (listener: unknown) => Disposable;

type CommandHandler = (...args: unknown[]) => unknown;

const initial = () => ({
  commands: new Map<string, CommandHandler>(),
  executed: [] as unknown[][],
  contextKeys: new Map<string, unknown>(),
  messages: [] as Message[],
  statusBarMessages: [] as string[],
  /** What the person answers, by the kind of question. */
  answers: {
    message: undefined as unknown,
    quickPick: undefined as unknown,
    input: undefined as unknown,
    save: undefined as unknown,
  },
  settings: new Map<string, unknown>(),
  /** Settings of the workspace, which win. */
  workspaceSettings: new Map<string, unknown>(),
  /** What code wrote into settings, in order: key, value, target. */
  settingsWritten: [] as (readonly [key: string, value: unknown, target: unknown])[],
  /** What the person was asked by quick picks and input boxes, in order. */
  asked: [] as { readonly items?: readonly unknown[]; readonly options: unknown }[],
  /** The quick picks that code made itself, in order. */
  quickPicks: [] as FakeQuickPick[],
  documents: new Map<string, FakeDocument>(),
  edits: [] as WorkspaceEdit[],
  /** Addresses of the documents that were shown, in order. */
  shown: [] as string[],
  isTrusted: true,
  /** What was shown to be under way, in order. */
  progress: [] as Progress[],
  commentControllers: [] as FakeCommentController[],
  /** Documents that are opened, saved and closed. */
  opened: new EventEmitter<{ readonly uri: Uri; getText?(): string }>(),
  saved: new EventEmitter<{ readonly uri: Uri; getText(): string }>(),
  closed: new EventEmitter<{ readonly uri: Uri }>(),
  /** Something that is watched for is gone from the disk. */
  deleted: new EventEmitter<Uri>(),
  /** Something is typed into one. */
  changed: new EventEmitter<{ readonly document: { readonly uri: Uri; getText(): string } }>(),
  /** The Cancel button of what is under way. */
  cancellation: new CancellationTokenSource(),
  contentProviders: new Map<string, ContentProvider>(),
  /** What other extensions export, by id. */
  extensions: new Map<string, unknown>(),
  trustGranted: new EventEmitter<void>(),
  /** Settings that changed, by key. */
  settingChanged: new EventEmitter<{ affectsConfiguration: (key: string) => boolean }>(),
  files: new Set<string>(),
  /** Texts that were written, by path. */
  written: new Map<string, string>(),
  /** What save dialogs were opened with. */
  saveDialogs: [] as unknown[],
});

export let state = initial();

export function reset(): void {
  state = initial();
  noModels();
}

/** The person trusts the folder. */
export function grantTrust(): void {
  state.isTrusted = true;
  state.trustGranted.fire();
}

/** The person changes a setting. */
export function changeSetting(key: string, value: unknown): void {
  state.settings.set(key, value);
  state.settingChanged.fire({ affectsConfiguration: (section) => section === key });
}

/** Makes a document that `openTextDocument` finds. */
export function addDocument(uri: Uri, { version = 1, isDirty = false } = {}): FakeDocument {
  const document: FakeDocument = {
    uri,
    version,
    isDirty,
    saves: 0,
    lineCount: 1,
    lineAt: (line) => ({ range: new Range(line, 0, line, 0) }),
    save: () => {
      document.saves += 1;
      document.isDirty = false;
      return Promise.resolve(true);
    },
  };
  state.documents.set(uri.toString(), document);
  return document;
}

export const l10n = {
  t: (message: string, ...values: unknown[]): string =>
    message.replace(/\{(\d+)\}/g, (_match, index: string) => String(values[Number(index)])),
};

export const env = { language: "en", clipboard: { writeText: (): Promise<void> => Promise.resolve() } };
export const extensions = {
  getExtension: (id: string): { activate(): Promise<unknown> } | undefined =>
    state.extensions.has(id) ? { activate: () => Promise.resolve(state.extensions.get(id)) } : undefined,
};

const registration = (): Disposable => new Disposable(() => undefined);
const never = (): Subscribe => () => registration();

const message =
  (kind: Message["kind"]) =>
  (text: string, ...actions: unknown[]): Promise<unknown> => {
    state.messages.push({ kind, text, actions });
    return Promise.resolve(state.answers.message);
  };

export const comments = {
  createCommentController: (): FakeCommentController => {
    const controller = new FakeCommentController();
    state.commentControllers.push(controller);
    return controller;
  },
};

export const commands = {
  getCommands: (): Promise<readonly string[]> => Promise.resolve([...state.commands.keys()]),
  registerCommand: (id: string, handler: CommandHandler): Disposable => {
    state.commands.set(id, handler);
    return new Disposable(() => state.commands.delete(id));
  },
  executeCommand: (id: string, ...args: unknown[]): Promise<unknown> => {
    if (id === "setContext") {
      state.contextKeys.set(String(args[0]), args[1]);
    }
    state.executed.push([id, ...args]);
    return Promise.resolve(state.commands.get(id)?.(...args));
  },
};

export const window = {
  activeTextEditor: undefined as unknown,
  visibleTextEditors: [] as unknown[],
  tabGroups: { all: [], activeTabGroup: { viewColumn: 1 }, onDidChangeTabs: never() },
  showInformationMessage: message("information"),
  showWarningMessage: message("warning"),
  showErrorMessage: message("error"),
  showQuickPick: (items: readonly unknown[], options: unknown): Promise<unknown> => {
    state.asked.push({ items, options });
    const { quickPick } = state.answers;
    return Promise.resolve(
      typeof quickPick === "function" ? (quickPick as (of: unknown) => unknown)(items) : quickPick,
    );
  },
  showInputBox: (options: unknown): Promise<unknown> => {
    state.asked.push({ options });
    return Promise.resolve(state.answers.input);
  },
  createQuickPick: (): FakeQuickPick => {
    const quickPick = new FakeQuickPick();
    state.quickPicks.push(quickPick);
    return quickPick;
  },
  showSaveDialog: (options: unknown): Promise<unknown> => {
    state.saveDialogs.push(options);
    return Promise.resolve(state.answers.save);
  },
  setStatusBarMessage: (text: string): Disposable => {
    state.statusBarMessages.push(text);
    return registration();
  },
  showTextDocument: (target: Uri | FakeDocument): Promise<Part> => {
    state.shown.push(("uri" in target ? target.uri : target).toString());
    return Promise.resolve({ revealRange: () => undefined });
  },
  createStatusBarItem: (id: string): Part => ({
    id,
    show: () => undefined,
    hide: () => undefined,
    dispose: () => undefined,
  }),
  createTreeView: (): Part => ({
    visible: false,
    selection: [] as unknown[],
    onDidChangeVisibility: never(),
    onDidChangeSelection: never(),
    reveal: () => Promise.resolve(),
    dispose: () => undefined,
  }),
  createWebviewPanel: (): never => {
    throw new Error("No panel in unit tests.");
  },
  registerWebviewPanelSerializer: registration,
  onDidChangeActiveTextEditor: never(),
  onDidChangeWindowState: never(),
  withProgress: (options: Progress, work: (progress: Part, token: CancellationToken) => unknown): unknown => {
    state.progress.push(options);
    return work({ report: () => undefined }, state.cancellation.token);
  },
};

export const languages = { registerCodeLensProvider: registration };

export const workspace = {
  get isTrusted(): boolean {
    return state.isTrusted;
  },
  workspaceFolders: undefined as unknown,
  textDocuments: [] as unknown[],
  getConfiguration: (): Part => ({
    get: (key: string, fallback?: unknown): unknown =>
      state.workspaceSettings.get(key) ?? state.settings.get(key) ?? fallback,
    inspect: (key: string) => ({
      key,
      globalValue: state.settings.get(key),
      workspaceValue: state.workspaceSettings.get(key),
    }),
    update: (key: string, value: unknown, target: unknown): Promise<void> => {
      state.settingsWritten.push([key, value, target]);
      return Promise.resolve();
    },
  }),
  fs: {
    stat: (uri: Uri): Promise<{ type: number }> =>
      state.files.has(uri.path) ? Promise.resolve({ type: 1 }) : Promise.reject(new Error("missing")),
    writeFile: (uri: Uri, content: Uint8Array): Promise<void> => {
      state.written.set(uri.path, new TextDecoder("utf-8", { ignoreBOM: true }).decode(content));
      return Promise.resolve();
    },
  },
  findFiles: (): Promise<readonly Uri[]> => Promise.resolve([]),
  openTextDocument: (uri: Uri): Promise<FakeDocument> =>
    Promise.resolve(state.documents.get(uri.toString()) ?? addDocument(uri)),
  applyEdit: (edit: WorkspaceEdit): Promise<boolean> => {
    state.edits.push(edit);
    for (const { uri } of edit.changes) {
      const document = state.documents.get(uri.toString());
      if (document) {
        document.isDirty = true;
        document.version += 1;
      }
    }
    return Promise.resolve(true);
  },
  registerTextDocumentContentProvider: (scheme: string, provider: ContentProvider): Disposable => {
    state.contentProviders.set(scheme, provider);
    return registration();
  },
  createFileSystemWatcher: (): Part => ({
    onDidCreate: registration,
    onDidDelete: (listener: (uri: Uri) => unknown): Disposable => state.deleted.event(listener),
    dispose: () => undefined,
  }),
  onDidChangeConfiguration: (
    listener: (event: { affectsConfiguration: (key: string) => boolean }) => unknown,
  ): Disposable => state.settingChanged.event(listener),
  onDidGrantWorkspaceTrust: (listener: () => unknown): Disposable => state.trustGranted.event(listener),
  onDidOpenTextDocument: (
    listener: (document: { readonly uri: Uri; getText?(): string }) => unknown,
  ): Disposable => state.opened.event(listener),
  onDidCloseTextDocument: (listener: (document: { readonly uri: Uri }) => unknown): Disposable =>
    state.closed.event(listener),
  onDidChangeTextDocument: (
    listener: (event: { readonly document: { readonly uri: Uri; getText(): string } }) => unknown,
  ): Disposable => state.changed.event(listener),
  onDidSaveTextDocument: (
    listener: (document: { readonly uri: Uri; getText(): string }) => unknown,
  ): Disposable => state.saved.event(listener),
};
