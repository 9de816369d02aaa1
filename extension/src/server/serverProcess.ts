import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { endTree } from "./processTree";

const tailLength = 12;
const forceMilliseconds = 2_000;

/** Variables of the extension host that mean nothing to the server or would change how programs it starts behave. */
const hostVariables = /^(ELECTRON_|VSCODE_|NODE_OPTIONS$|CHROME_DESKTOP$)/;

/** The environment of the server: the person's own, without what the editor put in for itself. */
export function serverEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !hostVariables.test(name)));
}

/** One life of the server's process. */
export class ServerProcess {
  readonly #tail: string[] = [];

  private constructor(
    readonly child: ChildProcessWithoutNullStreams,
    onLine: (line: string) => void,
  ) {
    // Standard error is always drained; a full pipe would stop the server.
    createInterface({ input: child.stderr, crlfDelay: Infinity }).on("line", (line) => {
      this.#tail.push(line);
      if (this.#tail.length > tailLength) {
        this.#tail.shift();
      }
      onLine(line);
    });
  }

  /** Resolves when the process runs; rejects when the system cannot start it. */
  static start(path: string, directory: string, onLine: (line: string) => void): Promise<ServerProcess> {
    return new Promise((resolve, reject) => {
      const child = spawn(path, ["serve", "--stdio"], {
        cwd: directory,
        env: serverEnvironment(process.env),
        shell: false,
        stdio: ["pipe", "pipe", "pipe"],
        windowsHide: true,
      });
      const server = new ServerProcess(child, onLine);
      child.once("error", reject);
      child.once("spawn", () => {
        // Later errors are those of a dead process, which the connection reports too.
        child.on("error", () => undefined);
        resolve(server);
      });
    });
  }

  /** The last lines the server wrote to standard error. */
  get lastLines(): readonly string[] {
    return this.#tail;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /**
   * Resolves when the process is gone: by itself within the grace, else by force and with everything it started. One that
   * cannot even be ended by force is left after two seconds more; the editor must be able to close.
   */
  async end(graceMilliseconds: number): Promise<void> {
    if (!this.isAlive) {
      return;
    }
    const gone = new Promise<void>((resolve) => this.child.once("exit", () => resolve()));
    // The server takes the end of its standard input as the order to leave.
    this.child.stdin.end();
    if (!(await isWithin(gone, graceMilliseconds)) && this.child.pid !== undefined) {
      await endTree(this.child.pid);
      await isWithin(gone, forceMilliseconds);
    }
  }
}

async function isWithin(done: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), milliseconds)));
  try {
    return await Promise.race([done.then(() => true as const), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
