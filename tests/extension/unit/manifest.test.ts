import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../extension/scripts/paths.mjs";
import { commands, contextKeys, settings, titleCommands, views } from "../../../extension/src/commands";
import { ticketContextValue } from "../../../extension/src/features/tickets/ticketItems";
import type { TicketAction, TicketStateName } from "../../../extension/src/protocol.generated";
import { ticket } from "./fakes/tracks";

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: string[] };
  };
  readonly contributes: {
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly contents: string;
      readonly when: string;
    }[];
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly icon?: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when: string }[];
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, { readonly scope: string; readonly order: number }>>;
    }[];
    readonly jsonValidation?: readonly { readonly url: string }[];
  };
}

const text = readFileSync(join(root, "package.json"), "utf8");
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync(join(root, "package.nls.json"), "utf8")) as Record<string, string>;
const { contributes } = manifest;
const menuItems = Object.entries(contributes.menus).flatMap(([menu, items]) =>
  items.map((item) => ({ menu, ...item })),
);
const localized = (value: string): string => strings[/^%(.+)%$/.exec(value)?.[1] ?? ""] ?? "";
const clauses = [
  ...menuItems.map(({ when }) => when ?? ""),
  ...contributes.keybindings.map(({ when }) => when),
  ...contributes.viewsWelcome.map(({ when }) => when),
  ...contributes.commands.map(({ enablement }) => enablement ?? ""),
];

test("The manifest declares the commands of the list, all of them and no others", () => {
  const declared = contributes.commands.map(({ command }) => command);
  expect(declared.toSorted()).toEqual(Object.values(commands).toSorted());
});

test("The manifest declares the views of the list, all of them and no others", () => {
  const declared = Object.values(contributes.views).flatMap((group) => group.map(({ id }) => id));
  expect(declared.toSorted()).toEqual(Object.values(views).toSorted());
});

test("The manifest declares the settings of the list, all of them and no others", () => {
  const declared = contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  expect(declared.toSorted()).toEqual(Object.values(settings).toSorted());
});

test("The settings of a category stand in an order of their own", () => {
  const shared = contributes.configuration.filter(({ properties }) => {
    const places = Object.values(properties).map(({ order }) => order);
    return new Set(places).size < places.length;
  });
  expect(shared.map(({ title }) => localized(title))).toEqual([]);
});

test("Every setting is read somewhere", () => {
  const unread = Object.keys(settings).filter((name) => !sources().includes(`settings.${name}`));
  // The client made of the language server protocol reads its own trace setting.
  expect(unread).toEqual(["traceServer"]);
});

test("Every when-clause names only context keys, views and settings that exist", () => {
  const known = new Set<string>([
    ...Object.values(commands),
    ...Object.values(views),
    ...Object.values(settings),
    ...Object.values(contextKeys),
    "conductor.approval",
  ]);
  const named = clauses.flatMap((clause) => clause.match(/\bconductor\.[\w.]+/g) ?? []);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("Every context key of the list is used by a when-clause", () => {
  const unused = Object.values(contextKeys).filter((key) => !clauses.some((clause) => clause.includes(key)));
  expect(unused).toEqual([]);
});

test("Every string that a person reads comes from the string table, and none there is left over", () => {
  const used = [...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? "");
  expect(used.filter((key) => strings[key] === undefined)).toEqual([]);
  expect(Object.keys(strings).filter((key) => !used.includes(key))).toEqual([]);
  const bare = contributes.commands.filter(
    ({ title, category }) => localized(title) === "" || localized(category) === "",
  );
  expect(bare).toEqual([]);
});

test("The palette offers a command only where it does something: with a folder at least, but for the log", () => {
  const inPalette = contributes.menus["commandPalette"] ?? [];
  const always = contributes.commands
    .map(({ command }) => command)
    .filter((command) => !inPalette.some((item) => item.command === command));
  expect(always).toEqual([commands.engineShowLog]);
  const own = [...Object.values<string>(contextKeys), "workbenchState", "resourceScheme", "false"];
  const unknown = inPalette.filter(({ when = "" }) => !own.some((key) => when.includes(key)));
  expect(unknown).toEqual([]);
});

test("A command that shows in a row or a title bar has an icon", () => {
  const shown = menuItems.filter(({ group = "" }) => /^(inline|navigation)/.test(group));
  const without = shown.filter(
    (item) => contributes.commands.find(({ command }) => command === item.command)?.icon === undefined,
  );
  expect(without).toEqual([]);
});

/** What a row of the Tickets view offers beside its text, in order. */
function inlineOf(contextValue: string): string[] {
  return (contributes.menus["view/item/context"] ?? [])
    .filter(({ when = "" }) => when.startsWith(`view == ${views.tickets} `))
    .filter(({ group = "", when = "" }) => {
      const [, pattern = "(?!)"] = /viewItem =~ \/(.*)\/$/.exec(when) ?? [];
      return group.startsWith("inline") && new RegExp(pattern).test(contextValue);
    })
    .toSorted((left, right) => (left.group ?? "").localeCompare(right.group ?? ""))
    .map(({ command }) => command);
}

test.each<[contextValue: string, first: string]>([
  ["track running usable has-budget", commands.trackPause],
  ["track paused usable", commands.trackResume],
  ["track paused usable has-budget", commands.trackResume],
  ["track paused usable lacks-budget has-budget", commands.trackAddBudget],
  ["track paused usable lacks-budget", commands.trackAddBudget],
  ["track done usable can-merge", commands.trackRun],
])("The first button of a row “%s” is %s", (contextValue, first) => {
  expect(inlineOf(contextValue)[0]).toBe(first);
});

test("The row of a track whose run is over offers the merge, that of one that goes on does not", () => {
  expect(inlineOf("track done usable can-merge")).toContain(commands.trackMergeInto);
  expect(inlineOf("track running usable can-merge")).not.toContain(commands.trackMergeInto);
});

test.each<[state: TicketStateName, actions: readonly TicketAction[], inline: readonly string[]]>([
  ["ready", ["run", "skip"], [commands.ticketRun]],
  ["awaitingRun", ["run", "skip"], [commands.ticketRun]],
  ["awaitingPerson", ["markDone", "skip"], [commands.ticketMarkDone]],
  [
    "awaitingSpawn",
    ["reviewApproval", "skip", "cancel"],
    [commands.ticketReviewApproval, commands.ticketCancel],
  ],
  [
    "awaitingTool",
    ["reviewApproval", "message", "reviewChanges", "skip", "cancel"],
    [commands.ticketReviewApproval, commands.ticketCancel],
  ],
  [
    "running",
    ["message", "reviewChanges", "skip", "cancel"],
    [commands.ticketShowOutput, commands.ticketCancel],
  ],
  [
    "blocked",
    ["answer", "retry", "markDone", "reviewChanges", "skip"],
    [commands.ticketAnswerAndRetry, commands.ticketRetry, commands.ticketShowOutput],
  ],
  ["failed", ["retry", "markDone", "skip"], [commands.ticketRetry, commands.ticketShowOutput]],
  [
    "failed",
    ["setKey", "retry", "markDone", "skip"],
    [commands.modelsSetKey, commands.ticketRetry, commands.ticketShowOutput],
  ],
  ["cancelled", ["retry", "markDone", "skip"], [commands.ticketRetry]],
  ["completed", ["retry", "reviewChanges"], [commands.ticketReviewChanges]],
  [
    "awaitingLanding",
    ["reviewApproval", "reviewChanges", "skip", "cancel"],
    [commands.ticketReviewApproval, commands.ticketReviewChanges, commands.ticketCancel],
  ],
  [
    "conflict",
    ["reviewApproval", "reviewChanges", "skip", "cancel"],
    [commands.ticketReviewApproval, commands.ticketReviewChanges, commands.ticketCancel],
  ],
  ["landing", ["reviewChanges", "skip", "cancel"], [commands.ticketCancel]],
  ["completed", ["retry"], []],
  ["waiting", ["skip"], []],
])(
  "The row of a ticket that is %s offers at once what it needs, three actions at most",
  (ticketState, actions, inline) => {
    const offered = inlineOf(ticketContextValue(ticket("T-1", { state: ticketState, actions })));
    expect(offered).toEqual(inline);
    expect(offered.length).toBeLessThanOrEqual(3);
  },
);

const rejections = [commands.approvalReject, commands.approvalRejectWithReason];

test.each<[offers: string, commands: readonly string[]]>([
  ["approve forTicket reject", [commands.approvalApprove, commands.approvalApproveForTicket, ...rejections]],
  ["land sendBack reject", [commands.approvalLand, commands.approvalSendBack, ...rejections]],
  ["approve reject", [commands.approvalApprove, ...rejections]],
  ["", []],
])("The title bar of the panel offers for '%s' only what can be answered", (offers, offered) => {
  const items = (contributes.menus["editor/title"] ?? []).filter(({ when = "" }) =>
    when.startsWith("activeWebviewPanelId == 'conductor.approval' && "),
  );
  const shown = items.filter(({ when = "" }) => {
    const [, pattern = "(?!)"] = /conductor\.approvalOffers =~ \/(.*)\/$/.exec(when) ?? [];
    return new RegExp(pattern).test(offers);
  });
  expect(items).toHaveLength(6);
  expect(shown.map(({ command }) => command).toSorted()).toEqual(offered.toSorted());
});

test("Items of a view's menu say which view they are for", () => {
  const items = menuItems.filter(({ menu }) => menu.startsWith("view/"));
  expect(items.filter(({ when = "" }) => !/\bview == conductor\.\w+/.test(when))).toEqual([]);
});

test("Welcome texts run only commands that exist", () => {
  const linked = contributes.viewsWelcome.flatMap(({ contents }) =>
    [...localized(contents).matchAll(/command:([\w.]+)/g)].map(([, command]) => command ?? ""),
  );
  const own = linked.filter((command) => command.startsWith("conductor."));
  expect(own.filter((command) => !Object.values<string>(commands).includes(command))).toEqual([]);
});

const budgets = [settings.budgetTokens, settings.budgetMoney, settings.budgetCalls, settings.budgetMinutes];

test("What starts programs, loosens approval or says where keys are sent is not a folder's to set without trust", () => {
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  expect(supported).toBe("limited");
  expect(restrictedConfigurations.toSorted()).toEqual(
    [
      settings.approvalsMode,
      settings.neverAutoApprove,
      settings.defaultModel,
      settings.qaModel,
      settings.modelEndpoints,
      settings.modelAddresses,
      settings.modelPriceFile,
      settings.isolation,
      settings.landing,
      settings.resumeInterrupted,
      settings.enginePath,
      ...budgets,
    ].toSorted(),
  );
});

/** Settings that loosen approval, switch the gates of finished work off, run programs, make something go on by itself, or say where keys and prompts are sent and what that costs. */
const powerful = [
  settings.approvalsMode,
  settings.isolation,
  settings.landing,
  settings.resumeInterrupted,
  settings.enginePath,
  settings.modelEndpoints,
  settings.modelAddresses,
  settings.modelPriceFile,
];

/**
 * Settings that a trusted workspace may set, and why: protected paths it can only add to; the model that it names is shown
 * at the gate of each worker before anything is sent to it, and tier 4 explains commands that were approved;
 * budgets, which its track files may name as well and which are shown.
 */
const overridable = [settings.neverAutoApprove, settings.defaultModel, settings.qaModel, ...budgets];

/** Settings that change what is shown, how much models think, or how many approved workers run at a time. */
const harmless = [
  settings.maxParallel,
  settings.unscopedTicketsAlone,
  settings.notifications,
  settings.statusBarEnabled,
  settings.approvalsReveal,
  settings.traceServer,
  settings.modelThinking,
  settings.modelIdleSeconds,
];

test("What loosens approval, runs programs or acts by itself only a person can set, never a workspace", () => {
  const scopes = new Map(
    contributes.configuration.flatMap(({ properties }) =>
      Object.entries(properties).map(([key, { scope }]) => [key, scope] as const),
    ),
  );
  expect(powerful.map((key) => [key, scopes.get(key)])).toEqual(powerful.map((key) => [key, "machine"]));
  expect(overridable.map((key) => scopes.get(key))).toEqual(overridable.map(() => "machine-overridable"));
  // A new setting has to be sorted into one of the three.
  expect([...powerful, ...overridable, ...harmless].toSorted()).toEqual([...scopes.keys()].toSorted());
});

test("The protected paths of the settings page are those the engine always protects", () => {
  const source = readFileSync(join(root, "server/Conductor.Server/Hosting/WorkspaceSettings.cs"), "utf8");
  const [, list = ""] = /new\(ApprovalMode\.\w+, \[([^\]]*)\]/.exec(source) ?? [];
  const builtIn = [...list.matchAll(/"([^"]+)"/g)].map(([, glob]) => glob);
  const properties = Object.assign(
    {},
    ...contributes.configuration.map((category) => category.properties),
  ) as Record<string, { default: unknown }>;
  expect(builtIn).not.toEqual([]);
  expect(properties[settings.neverAutoApprove]?.default).toEqual(builtIn);
});

/** The alternatives of a when-clause that has no parentheses. */
const alternatives = (clause: string): string[] => clause.split("||").map((part) => part.trim());

/** Whether a when-clause of such alternatives holds where exactly these keys are set. */
function holds(clause: string, keys: Readonly<Record<string, string | true>>): boolean {
  const term = (text: string): boolean => {
    const [, negation, key = "", value] = /^(!?)([\w.]+)(?: == '?([\w.-]+)'?)?$/.exec(text.trim()) ?? [];
    return (negation === "!") !== (value === undefined ? keys[key] === true : keys[key] === value);
  };
  return alternatives(clause).some((alternative) => alternative.split("&&").every(term));
}

test("No binding is active everywhere: each asks for a view's focus, or for something of Conductor", () => {
  const own = Object.values<string>(contextKeys);
  const isBound = (alternative: string): boolean =>
    Object.values(views).some((view) => alternative.includes(`focusedView == ${view}`)) ||
    own.some((key) => alternative.split("&&").some((term) => term.trim() === key));
  const everywhere = contributes.keybindings.filter(({ when }) => !alternatives(when).every(isBound));
  expect(everywhere).toEqual([]);
  expect(manifest.activationEvents).not.toContain("*");
});

test.each([commands.approvalApprove, commands.approvalReject])(
  "The key of %s works where a request is in front of the person, and nowhere else",
  (command) => {
    const when = contributes.keybindings.find((binding) => binding.command === command)?.when ?? "";
    const pending = { [contextKeys.hasPending]: true } as const;
    const panelIsActive = { ...pending, activeWebviewPanelId: "conductor.approval" } as const;
    const inView = { ...pending, focusedView: views.approvals } as const;
    expect(holds(when, { ...panelIsActive, [contextKeys.approvalFocused]: true })).toBe(true);
    expect(holds(when, inView)).toBe(true);
    // The commit box, the search box and Chat, with the panel open beside them.
    expect(holds(when, { ...panelIsActive, inputFocus: true })).toBe(false);
    expect(holds(when, { ...panelIsActive, focusedView: "workbench.scm", inputFocus: true })).toBe(false);
    // The box that finds a row of our view.
    expect(holds(when, { ...inView, inputFocus: true })).toBe(false);
    expect(holds(when, { focusedView: views.approvals })).toBe(false);
  },
);

test("Files that the manifest names exist", () => {
  const named = [...text.matchAll(/"((?:\.\/)?extension\/(?:media|schemas|walkthrough)\/[^"]+)"/g)].map(
    ([, path]) => path ?? "",
  );
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

function sources(): string {
  const files = [
    "server/engineSettings.ts",
    "server/sidecarEngine.ts",
    "features/models/modelSettings.ts",
    "features/tickets/statusBar.ts",
    "shared/wantedNotices.ts",
    "features/approvals/index.ts",
  ];
  return files.map((file) => readFileSync(join(root, "extension/src", file), "utf8")).join("\n");
}

test("The commands in the titles of views are those that are not judged by a row", () => {
  const inTitles = menuItems.filter(({ menu }) => menu === "view/title").map(({ command }) => command);
  expect([...titleCommands].sort()).toEqual([...new Set(inTitles)].sort());
});
