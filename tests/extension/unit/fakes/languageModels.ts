// The editor's language models: which there are, what a person allows, and how they answer are the test's to say.
import { type CancellationToken, EventEmitter } from "./vscodeTypes";

export class LanguageModelTextPart {
  constructor(readonly value: string) {}
}

export class LanguageModelThinkingPart {
  constructor(readonly value: string | readonly string[]) {}
}

export class LanguageModelToolCallPart {
  constructor(
    readonly callId: string,
    readonly name: string,
    readonly input: object,
  ) {}
}

export class LanguageModelToolResultPart {
  constructor(
    readonly callId: string,
    readonly content: readonly unknown[],
  ) {}
}

export class LanguageModelChatMessage {
  static User(content: string | readonly unknown[]): LanguageModelChatMessage {
    return new LanguageModelChatMessage("user", content);
  }

  static Assistant(content: string | readonly unknown[]): LanguageModelChatMessage {
    return new LanguageModelChatMessage("assistant", content);
  }

  constructor(
    readonly role: string,
    readonly content: string | readonly unknown[],
  ) {}
}

export const LanguageModelChatToolMode = { Auto: 1, Required: 2 };

export class LanguageModelError extends Error {
  static NoPermissions(message: string): LanguageModelError {
    return new LanguageModelError(message, "NoPermissions");
  }

  static NotFound(message: string): LanguageModelError {
    return new LanguageModelError(message, "NotFound");
  }

  static Blocked(message: string): LanguageModelError {
    return new LanguageModelError(message, "Blocked");
  }

  constructor(
    message: string,
    readonly code = "Unknown",
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** One request that a model got. */
export interface SentRequest {
  readonly messages: readonly LanguageModelChatMessage[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly token: CancellationToken;
}

/** A model of the editor. */
export class FakeModel {
  readonly family = "small";
  readonly version = "1";
  readonly name: string;
  readonly maxInputTokens = 8000;
  readonly requests: SentRequest[] = [];
  /** What a person said about it: undefined when nobody has asked them. */
  allowed: boolean | undefined = true;
  /** What the person says when the editor asks. */
  answer = true;
  /** What it says to a request. */
  reply: (request: SentRequest) => AsyncIterable<unknown> = () => says("Hello.");

  constructor(
    readonly vendor: string,
    readonly id: string,
  ) {
    this.name = `${vendor.toUpperCase()} ${id}`;
  }

  /** As the editor: a model that nobody has been asked about shows the question. */
  sendRequest(
    messages: readonly LanguageModelChatMessage[],
    options: Readonly<Record<string, unknown>>,
    token: CancellationToken,
  ): Promise<{ readonly stream: AsyncIterable<unknown> }> {
    const request = { messages, options, token };
    this.requests.push(request);
    this.allowed ??= this.answer;
    return this.allowed
      ? Promise.resolve().then(() => ({ stream: this.reply(request) }))
      : Promise.reject(LanguageModelError.NoPermissions("No."));
  }
}

/** A whole answer. */
export async function* says(...parts: readonly unknown[]): AsyncGenerator {
  for (const part of parts) {
    await Promise.resolve();
    yield typeof part === "string" ? new LanguageModelTextPart(part) : part;
  }
}

const initial = () => ({
  /** False: the editor has never heard of models. */
  isThere: true,
  models: [] as FakeModel[],
  /** Whatever code read of `lm` or of the access to it, in order. */
  touched: [] as string[],
  modelsChanged: new EventEmitter<void>(),
  accessChanged: new EventEmitter<void>(),
});

export let languageModels = initial();

export function noModels(): void {
  languageModels = initial();
}

interface Selector {
  readonly vendor?: string;
  readonly id?: string;
}

const api = {
  selectChatModels: ({ vendor, id }: Selector): Promise<readonly FakeModel[]> =>
    Promise.resolve(
      languageModels.models.filter(
        (model) => (vendor ?? model.vendor) === model.vendor && (id ?? model.id) === model.id,
      ),
    ),
  onDidChangeChatModels: (listener: () => void) => languageModels.modelsChanged.event(listener),
};

export const lm = new Proxy(api, {
  get: (target, name: keyof typeof api) => {
    languageModels.touched.push(`lm.${name}`);
    return languageModels.isThere ? target[name] : undefined;
  },
});

/** The extension's context with its access to models. */
export function withAccess(context: object): object {
  return Object.defineProperty(context, "languageModelAccessInformation", {
    get: () => {
      languageModels.touched.push("access");
      return {
        onDidChange: (listener: () => void) => languageModels.accessChanged.event(listener),
        canSendRequest: (model: FakeModel) => model.allowed,
      };
    },
  });
}
