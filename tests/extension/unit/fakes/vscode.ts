// Stands in for the editor's module in unit tests: as much of it as the extension touches without an editor.
export * from "./vscodeTypes";
export {
  addDocument,
  changeSetting,
  commands,
  env,
  extensions,
  FakeQuickPick,
  grantTrust,
  l10n,
  languages,
  reset,
  state,
  window,
  workspace,
} from "./vscodeHost";
