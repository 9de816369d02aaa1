import { StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import {
  BaseLanguageClient,
  type InitializeParams,
  type LanguageClientOptions,
  type MessageTransports,
} from "vscode-languageclient";
import type { ServerProcess } from "./serverProcess";

/**
 * The language client over our own process: the library's Node client starts, watches and kills processes too, which
 * {@link ServerProcess} does, and would be bundled with all of it.
 */
export class SidecarClient extends BaseLanguageClient {
  constructor(
    private readonly startProcess: () => Promise<ServerProcess>,
    options: LanguageClientOptions,
  ) {
    super("conductor", "Conductor", options);
  }

  protected override async createMessageTransports(): Promise<MessageTransports> {
    const { child } = await this.startProcess();
    return { reader: new StreamMessageReader(child.stdout), writer: new StreamMessageWriter(child.stdin) };
  }

  /** Goes to the log alone: who started the client says what went wrong, once and with what to do. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** The server leaves when this process is gone. */
  protected override fillInitializeParams(params: InitializeParams): void {
    super.fillInitializeParams(params);
    params.processId = process.pid;
  }
}
