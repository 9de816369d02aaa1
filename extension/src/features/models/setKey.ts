import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import type { ProviderInfo } from "../../protocol.generated";
import { announce } from "../../shared/announce";
import { chooseModel, type ErrorAction, UserError } from "../../shared/errors";
import { withoutLinks } from "../../shared/plainText";
import { type TicketRef, ticketInfos, ticketsFrom } from "../tickets/ticketArguments";
import type { KeyRing } from "./keyRing";
import { defaultModel, providerOf } from "./modelSettings";
import { keyWords, knownProviders } from "./providers";
import { runTest, tellResult } from "./testConnection";

/** Asks for a provider's key, stores it and tries it. Takes a provider's name, or a ticket that failed for want of a key. */
export async function setKey(
  context: ConductorContext,
  keys: KeyRing,
  args: readonly unknown[],
): Promise<void> {
  const [ticket] = ticketsFrom(args);
  const provider = await providerToSet(context, args, ticket);
  if (!provider) {
    return;
  }
  const key = await askForKey(provider);
  if (key === undefined) {
    return;
  }
  await keys.set(provider.account, key);
  const trial = { params: { provider: provider.name }, name: provider.label };
  tellResult(context, await runTest(context, trial), nextSteps(context, provider, ticket));
}

/** The one that is named, that of the ticket's model, or the one that the person picks: with a key to set, one for each key. */
async function providerToSet(
  { engine, store, workspace }: ConductorContext,
  args: readonly unknown[],
  ticket: TicketRef | undefined,
): Promise<ProviderInfo | undefined> {
  const [named] = args;
  const all = (await knownProviders(engine)).filter(({ takesKey }) => takesKey);
  const find = (name: string): ProviderInfo | undefined => {
    const account = all.find((provider) => provider.name === name)?.account ?? name;
    return all.find((provider) => provider.name === account);
  };
  const model = defaultModel(workspace);
  const failed = ticket && store.ticket(ticket.trackId, ticket.ticketId);
  // What failed says whose key it was; the settings may name another model by now.
  const meant =
    typeof named === "string" ? named : ticket && (failed?.keyOf ?? providerOf(failed?.model ?? model));
  const found = meant === undefined ? undefined : find(meant);
  if (found) {
    return found;
  }
  const first = find(providerOf(model))?.name;
  const offered = all.filter(({ name, account }) => name === account);
  return pickProvider(
    offered.toSorted((left, right) => Number(right.name === first) - Number(left.name === first)),
    vscode.l10n.t("Set API Key"),
    vscode.l10n.t("Whose key?"),
  );
}

async function pickProvider(
  providers: readonly ProviderInfo[],
  title: string,
  placeHolder: string,
): Promise<ProviderInfo | undefined> {
  const items = providers.map((provider) => ({
    label: provider.label,
    description: keyWords(provider),
    detail: provider.address,
    iconPath: new vscode.ThemeIcon("key"),
    provider,
  }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))
    ?.provider;
}

/** Undefined: the person left the box. What is typed is shown nowhere. */
async function askForKey({ label, address, keySource }: ProviderInfo): Promise<string | undefined> {
  const use = vscode.l10n.t(
    "It is kept in the editor's secret storage, and sent only to {0}. It is tried at once.",
    address,
  );
  const replaced =
    keySource === "none"
      ? use
      : keySource === "secret"
        ? vscode.l10n.t("It replaces the key that is stored. {0}", use)
        : vscode.l10n.t("It is used instead of the key from the environment. {0}", use);
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("API key of {0}", label),
    prompt: withoutLinks(replaced),
    password: true,
    ignoreFocusOut: true,
    validateInput: whyNoKey,
  });
  return typed?.trim();
}

/** Why this cannot be a key; undefined when it may be one. What is around it does no harm. */
export function whyNoKey(typed: string): string | undefined {
  const key = typed.trim();
  if (key === "") {
    return vscode.l10n.t("Paste the key first. Remove API Key… takes one away.");
  }
  return /^[!-~]+$/.test(key)
    ? undefined
    : vscode.l10n.t("A key has no blanks, line breaks or special letters in it. Copy the key alone.");
}

/** What a person who has just set a working key probably wants next. */
function nextSteps(
  { store, workspace }: ConductorContext,
  { name, account }: ProviderInfo,
  ticket: TicketRef | undefined,
): readonly ErrorAction[] {
  const failed =
    ticket && ticketInfos(store, [ticket]).some((known) => known.ticket.actions.includes("retry"));
  if (ticket && failed) {
    return [
      {
        label: vscode.l10n.t("Retry {0}", ticket.ticketId),
        command: commands.ticketRetry,
        arguments: [ticket],
      },
    ];
  }
  return [name, account].includes(providerOf(defaultModel(workspace))) ? [] : [chooseModel()];
}

/** Takes a stored key away, after a question. Needs no engine: what is stored can always be removed. */
export async function removeKey(
  context: ConductorContext,
  keys: KeyRing,
  args: readonly unknown[],
): Promise<void> {
  const accounts = await keys.accounts();
  if (accounts.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        "No API key is stored here. A key in an environment variable is taken away there: clear the variable and start the editor anew.",
      ),
    );
  }
  const labels = await labelsOf(context);
  const [named] = args;
  const account =
    typeof named === "string" && accounts.includes(named) ? named : await pickAccount(accounts, labels);
  if (account === undefined || !(await isSure(labels.get(account) ?? account))) {
    return;
  }
  const source = await keys.remove(account);
  const label = labels.get(account) ?? account;
  announce(
    context,
    "information",
    source === "environment"
      ? vscode.l10n.t("The stored API key of {0} is removed. The one in the environment is used now.", label)
      : vscode.l10n.t("The API key of {0} is removed.", label),
    [],
  );
}

async function pickAccount(
  accounts: readonly string[],
  labels: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const items = accounts.map((account) => ({
    label: labels.get(account) ?? account,
    iconPath: new vscode.ThemeIcon("key"),
    account,
  }));
  const title = vscode.l10n.t("Remove API Key");
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t("Whose key?") }))
    ?.account;
}

async function isSure(label: string): Promise<boolean> {
  const remove = vscode.l10n.t("Remove");
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t("Remove the stored API key of {0}?", label),
    {
      modal: true,
      detail: vscode.l10n.t(
        "Tickets with its models fail until another one is set. The key itself stays valid: revoke it at its provider if nobody may use it any more.",
      ),
    },
    remove,
  );
  return chosen === remove;
}

/** How providers are called, if the engine runs; names will do otherwise. */
async function labelsOf({ engine }: ConductorContext): Promise<ReadonlyMap<string, string>> {
  const providers = engine.state === "ready" ? await knownProviders(engine) : [];
  return new Map(providers.map(({ name, label }) => [name, label]));
}
