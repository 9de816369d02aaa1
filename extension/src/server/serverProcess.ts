import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";

const tailLength = 12;

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

  /** Resolves when the process is gone: by itself within the grace, else by force. */
  end(graceMilliseconds: number): Promise<void> {
    if (!this.isAlive) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.child.kill("SIGKILL"), graceMilliseconds);
      this.child.once("exit", () => {
        clearTimeout(timer);
        resolve();
      });
      // The server takes the end of its standard input as the order to leave.
      this.child.stdin.end();
    });
  }
}
