// npm run -s conductor -- …: the command line, in the caller's folder, built first when it is stale.
import { spawn } from "node:child_process";
import { command } from "./command.mjs";
import { dotnetRoot } from "./dotnet.mjs";
import { requireDotnet, requireNode } from "./prerequisites.mjs";
import { buildDevelopmentServer } from "./server.mjs";

await command(async () => {
  requireNode();
  await requireDotnet();
  const executable = await buildDevelopmentServer();
  const child = spawn(executable, process.argv.slice(2), {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: { ...process.env, DOTNET_ROOT: await dotnetRoot() },
    stdio: "inherit",
  });
  // Ctrl+C reaches the child by itself, and how to end is its decision.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
});
