import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../extension/scripts/paths.mjs";
import { commands } from "../../../extension/src/commands";

interface Manifest {
  readonly contributes: {
    readonly menus: Readonly<
      Record<string, readonly { readonly command: string; readonly when?: string; readonly group?: string }[]>
    >;
  };
}

const { contributes } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;

test.each([
  ["approval pending landing", [commands.approvalLand, commands.approvalSendBack, commands.approvalOpen]],
  [
    "approval pending tool write",
    [commands.approvalApprove, commands.approvalRejectWithReason, commands.approvalOpen],
  ],
  [
    "approval pending spawn",
    [commands.approvalApprove, commands.approvalRejectWithReason, commands.approvalOpen],
  ],
  ["approval landing conflict", [commands.approvalOpen]],
])("The row “%s” offers at once what its panel calls so", (contextValue, offered) => {
  const shown = (contributes.menus["view/item/context"] ?? []).filter(({ group = "", when = "" }) => {
    const [, pattern = "(?!)"] = /^view == conductor\.approvals && viewItem =~ \/(.*)\/$/.exec(when) ?? [];
    return group.startsWith("inline") && new RegExp(pattern).test(contextValue);
  });
  const inOrder = shown.toSorted((left, right) => (left.group ?? "").localeCompare(right.group ?? ""));
  expect(inOrder.map(({ command }) => command)).toEqual(offered);
});

test("The Explorer offers the curated view of a file, not of a folder", () => {
  const [item, ...others] = (contributes.menus["explorer/context"] ?? []).filter(
    ({ command }) => command === commands.contextShowCuratedView,
  );
  expect(item?.when).toContain("!explorerResourceIsFolder");
  expect(others).toEqual([]);
});
