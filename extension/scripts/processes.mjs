// Starting other programs.
import { spawn } from "node:child_process";
import { root } from "./paths.mjs";
import { FixableError } from "./command.mjs";

const windows = process.platform === "win32";

/** On Windows, npm and code are batch files, and those start only through a shell. */
function start(program, args, options) {
  const quoted = windows
    ? args.map((argument) => (/[\s"]/.test(argument) ? JSON.stringify(argument) : argument))
    : args;
  return spawn(program, quoted, {
    cwd: root,
    shell: windows && !program.endsWith(".exe"),
    windowsHide: true,
    ...options,
  });
}

function whenEnded(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

/**
 * Runs a program to its end with its output on our stderr and gives its exit code.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export function exitCodeOf(program, args, options = {}) {
  return whenEnded(start(program, args, { stdio: ["ignore", 2, 2], ...options }));
}

/** Like `exitCodeOf`, but any code other than 0 is an error. */
export async function run(program, args, options = {}) {
  const code = await exitCodeOf(program, args, options);
  if (code !== 0) {
    throw new FixableError(
      `"${[program, ...args].join(" ")}" ended with exit code ${code}; its output above says why.`,
    );
  }
}

/**
 * Runs a program to its end and gives what it wrote. A program that is not installed gives the code 127.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export async function outputOf(program, args, options = {}) {
  const output = { stdout: "", stderr: "" };
  try {
    const child = start(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    child.stdout.on("data", (chunk) => (output.stdout += chunk));
    child.stderr.on("data", (chunk) => (output.stderr += chunk));
    return { code: await whenEnded(child), ...output };
  } catch (error) {
    if (error.code === "ENOENT") {
      return { code: 127, ...output };
    }
    throw error;
  }
}
