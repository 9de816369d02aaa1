// Values of the editor's API that carry data.
export class Disposable {
  static from(...owned: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => owned.forEach((one) => void one.dispose()));
  }

  constructor(private readonly onDispose: () => unknown) {}

  dispose(): void {
    this.onDispose();
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event = (listener: (value: T) => unknown): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      listener(value);
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class CancellationError extends Error {}

export interface CancellationToken {
  readonly isCancellationRequested: boolean;
  readonly onCancellationRequested: EventEmitter<void>["event"];
}

export class CancellationTokenSource {
  readonly #cancelled = new EventEmitter<void>();
  readonly token = {
    isCancellationRequested: false,
    onCancellationRequested: this.#cancelled.event,
  };

  cancel(): void {
    if (!this.token.isCancellationRequested) {
      this.token.isCancellationRequested = true;
      this.#cancelled.fire();
    }
  }

  /** Cancels nothing, as the editor's own. */
  dispose(): void {
    this.#cancelled.dispose();
  }
}

export interface UriParts {
  readonly scheme: string;
  readonly authority?: string;
  readonly path?: string;
  readonly query?: string;
  readonly fragment?: string;
}

export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 };

export class Uri {
  static file(path: string): Uri {
    return new Uri("file", "", path, "", "");
  }

  static from({ scheme, authority = "", path = "", query = "", fragment = "" }: UriParts): Uri {
    return new Uri(scheme, authority, path, query, fragment);
  }

  static parse(text: string): Uri {
    const [, scheme = "", authority = "", path = "", query = "", fragment = ""] =
      /^([a-z][\w+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i.exec(text) ?? [];
    return new Uri(scheme, authority, decodeURIComponent(path), decodeURIComponent(query), fragment);
  }

  static joinPath(base: Uri, ...segments: string[]): Uri {
    const path = [base.path, ...segments].join("/").replace(/\/+/g, "/").replace(/\/\.$/, "");
    return base.with({ path });
  }

  constructor(
    readonly scheme: string,
    readonly authority: string,
    readonly path: string,
    readonly query: string,
    readonly fragment: string,
  ) {}

  get fsPath(): string {
    return this.path;
  }

  with(change: Partial<UriParts>): Uri {
    return Uri.from({ ...this.parts, ...change });
  }

  toString(): string {
    const { scheme, authority, path, query, fragment } = this;
    const tail = `${query === "" ? "" : `?${encodeURIComponent(query)}`}${fragment === "" ? "" : `#${fragment}`}`;
    return `${scheme}://${authority}${encodeURI(path)}${tail}`;
  }

  private get parts(): UriParts {
    const { scheme, authority, path, query, fragment } = this;
    return { scheme, authority, path, query, fragment };
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(...numbers: [number, number, number, number] | [Position, Position]) {
    if (numbers.length === 2) {
      [this.start, this.end] = numbers;
    } else {
      this.start = new Position(numbers[0], numbers[1]);
      this.end = new Position(numbers[2], numbers[3]);
    }
  }
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  static readonly File = new ThemeIcon("file");

  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

export class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState = 0,
  ) {}
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export class MarkdownString {
  constructor(public value = "") {}

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }

  /** Escapes what markdown would act on, as the editor does. */
  appendText(text: string): this {
    this.value += text.replace(/[\\`*_{}[\]()#+\-!~<>]/g, "\\$&");
    return this;
  }
}

export class TextEdit {
  static replace(range: Range, newText: string): TextEdit {
    return new TextEdit(range, newText);
  }

  constructor(
    readonly range: Range,
    readonly newText: string,
  ) {}
}

export class WorkspaceEdit {
  readonly changes: { readonly uri: Uri; readonly edits: readonly TextEdit[] }[] = [];

  set(uri: Uri, edits: readonly TextEdit[]): void {
    this.changes.push({ uri, edits });
  }
}

export class RelativePattern {
  constructor(
    readonly base: unknown,
    readonly pattern: string,
  ) {}
}

export class CodeLens {
  constructor(
    readonly range: Range,
    readonly command?: unknown,
  ) {}
}

export const CommentMode = { Editing: 0, Preview: 1 };
export const CommentThreadCollapsibleState = { Collapsed: 0, Expanded: 1 };
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const ViewColumn = { Active: -1, Beside: -2, One: 1 };
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };
export const TextEditorRevealType = { Default: 0, InCenterIfOutsideViewport: 2 };
