// THIRD_PARTY_NOTICES.txt of the VSIX: every package that is bundled into the extension or lies beside the sidecar, with
// its licence. It is made from what was really packed, so that nothing can be forgotten.
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { dotnetEnvironment } from "./dotnet.mjs";
import { engineName, frontPackages } from "./front.mjs";
import { outputOf } from "./processes.mjs";
import { root } from "./paths.mjs";

/** @typedef {{ name: string, version: string, licence: string, copyright: string, texts: string[], hasLicence: boolean }} Notice */

const licenceFile = /^(licen[cs]e(-code)?|notice|third-?party-?notices)(\.(txt|md))?$/i;

/** Full texts for packages that name a licence and carry no copy of it. */
const standardTexts = {
  MIT: "LICENSE",
  "Apache-2.0": "node_modules/typescript/LICENSE.txt",
  "BSD-3-Clause": "node_modules/diff/LICENSE",
};

/** What is compiled into a package and named nowhere in it. */
const compiledIn = { "@vscode/tree-sitter-wasm": "server/outlines/LICENCES.txt" };

async function textsOf(folder) {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && licenceFile.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return { texts, hasLicence: names.some((name) => /^licen[cs]e/i.test(name)) };
}

/** @returns {Promise<Notice>} */
async function npmNotice(name) {
  const folder = join(root, "node_modules", name);
  const { version, license, author } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const copyright = typeof author === "string" ? author : (author?.name ?? "");
  const more = name in compiledIn ? [await readFile(join(root, compiledIn[name]), "utf8")] : [];
  const { texts, hasLicence } = await textsOf(folder);
  return { name, version, licence: license ?? "", copyright, texts: [...texts, ...more], hasLicence };
}

/** @returns {Promise<Notice>} */
async function nugetNotice(packages, name, version, path) {
  const folder = join(packages, path);
  const specification = (await readdir(folder)).find((file) => file.endsWith(".nuspec"));
  const xml = await readFile(join(folder, specification), "utf8");
  const element = (tag) => new RegExp(`<${tag}[^>]*>([^<]*)</${tag}>`).exec(xml)?.[1]?.trim() ?? "";
  const licence = /<license type="expression">([^<]*)</.exec(xml)?.[1] ?? element("licenseUrl");
  const copyright = element("copyright") || element("authors");
  return { name, version, licence, copyright, ...(await textsOf(folder)) };
}

/** The .NET packages of a published sidecar: its own list says which, and which runtime it brings along. */
async function sidecarNotices(server) {
  const { libraries } = JSON.parse(await readFile(join(server, "conductor.deps.json"), "utf8"));
  const packages = await nugetPackages();
  const named = Object.entries(libraries).flatMap(([key, { type, path }]) => {
    const [name, version] = key.replace(/^runtimepack\./, "").split("/");
    return type === "project" ? [] : [{ name, version, path: path ?? pathOf(name, version) }];
  });
  if (existsSync(join(server, engineName))) {
    named.push(
      ...(await frontPackages()).map(({ name, version }) => ({ name, version, path: pathOf(name, version) })),
    );
  }
  return Promise.all(named.map(({ name, version, path }) => nugetNotice(packages, name, version, path)));
}

const pathOf = (name, version) => `${name.toLowerCase()}/${version}`;

async function nugetPackages() {
  const command = ["nuget", "locals", "global-packages", "--list"];
  const { stdout } = await outputOf("dotnet", command, { env: dotnetEnvironment });
  const folder = /global-packages:\s*(.+)/.exec(stdout)?.[1]?.trim();
  if (folder === undefined || !existsSync(folder)) {
    throw new Error(`"dotnet ${command.join(" ")}" did not say where the NuGet packages are.`);
  }
  return folder;
}

/** A package that carries no licence gets the standard text, below its own copyright instead of somebody else's. */
async function bodiesOf({ name, version, licence, texts, hasLicence }) {
  const standard = standardTexts[licence];
  if (hasLicence || (texts.length > 0 && standard === undefined)) {
    return texts;
  }
  if (standard === undefined) {
    throw new Error(`${name} ${version} has no text of its licence (${licence}), so it cannot be shipped.`);
  }
  return [(await readFile(join(root, standard), "utf8")).replace(/^Copyright.*\n/m, ""), ...texts];
}

async function section(notice) {
  const { name, version, licence, copyright } = notice;
  const head = [`${name} ${version}`, licence, copyright].filter((line) => line !== "");
  const bodies = await bodiesOf(notice);
  return [...head, "", ...bodies.map((body) => body.replaceAll("\r\n", "\n").trim())].join("\n");
}

/**
 * @param {readonly string[]} npmPackages names of the packages that are bundled
 * @param {string} server folder of the published sidecar
 * @returns {Promise<string>} the whole text
 */
export async function thirdPartyNotices(npmPackages, server) {
  const notices = [...(await Promise.all(npmPackages.map(npmNotice))), ...(await sidecarNotices(server))];
  const sorted = notices.sort((a, b) => a.name.localeCompare(b.name, "en"));
  const sections = await Promise.all(sorted.map(section));
  const line = "=".repeat(80);
  return `Conductor holds the following software of others.\n\n${sections.map((text) => `${line}\n${text}\n`).join("\n")}`;
}
