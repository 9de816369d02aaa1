// How every script speaks and ends: progress on stderr, one line for what a person can mend, an exit code.

/** A failure that the person at the keyboard can mend; its message says how, and no stack trace is shown. */
export class FixableError extends Error {}

/** Progress goes to stderr, so that stdout stays free for what was asked for. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs a script's work and turns what it returns or throws into the exit code. */
export async function command(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    say(error instanceof FixableError ? `\n${error.message}` : String(error?.stack ?? error));
    process.exitCode = 1;
  }
}
