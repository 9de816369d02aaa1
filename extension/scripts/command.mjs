// How every script speaks and ends: progress on stderr, one line for what a person can mend, an exit code.

/** A failure that the person at the keyboard can mend; its message says how, and no stack trace is shown. */
export class FixableError extends Error {}

/** Progress goes to stderr, so that stdout stays free for what was asked for. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** How long a step may be silent. */
const silenceMilliseconds = 20_000;

function since(start) {
  const seconds = Math.round((Date.now() - start) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Says what is done now, while it lasts that it goes on, and how long it took.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const start = Date.now();
  const [name] = what.split(":");
  say(`${what} …`);
  const timer = setInterval(() => say(`${name}: still at it after ${since(start)} …`), silenceMilliseconds);
  try {
    const result = await work();
    say(`${name}: done in ${since(start)}`);
    return result;
  } finally {
    clearInterval(timer);
  }
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
