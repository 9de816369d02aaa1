import type { Engine } from "../../context";
import { type FileChangeInfo, TicketChangesRequest } from "../../protocol.generated";
import type { TicketRef } from "./ticketArguments";

/** Diffs of more tickets are hardly open at a time; of an older one the server is asked again. */
const mostTickets = 4;

/**
 * What files were before a ticket changed them, for diffs that are open. The server tells it of all files of a ticket at
 * once, and the editor wants it file by file, so the latest answers are kept.
 */
export class EarlierContents {
  readonly #answers = new Map<string, Promise<readonly FileChangeInfo[]>>();

  constructor(private readonly engine: Pick<Engine, "request">) {}

  /** Asks the server, and keeps what it says for the diff. */
  ask(ref: TicketRef): Promise<readonly FileChangeInfo[]> {
    const key = keyOf(ref);
    const answer = this.engine.request(TicketChangesRequest, ref).then(({ files }) => files);
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    for (const oldest of [...this.#answers.keys()].slice(0, -mostTickets)) {
      this.#answers.delete(oldest);
    }
    answer.catch(() => this.#answers.get(key) === answer && this.#answers.delete(key));
    return answer;
  }

  /** Empty for a file that was not there before. Files that ask at the same time share one answer. */
  async of(ref: TicketRef, path: string): Promise<string> {
    const isIt = (file: FileChangeInfo): boolean => file.path === path;
    const kept = this.#answers.get(keyOf(ref));
    const file = (await (kept ?? this.ask(ref))).find(isIt);
    // What is kept may be older than the change.
    const found = file ?? (kept && (await this.ask(ref)).find(isIt));
    return found?.before ?? "";
  }
}

function keyOf({ trackId, ticketId }: TicketRef): string {
  return JSON.stringify([trackId, ticketId]);
}
