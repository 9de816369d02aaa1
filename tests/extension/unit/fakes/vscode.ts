// Stands in for the editor's module in unit tests: as much of it as the extension touches without an editor.
export * from "./vscodeTypes";
export {
  LanguageModelChatMessage,
  LanguageModelChatToolMode,
  LanguageModelError,
  LanguageModelTextPart,
  LanguageModelThinkingPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
  lm,
} from "./languageModels";
export {
  addDocument,
  changeSetting,
  commands,
  comments,
  env,
  extensions,
  FakeCommentController,
  FakeQuickPick,
  FakeThread,
  grantTrust,
  l10n,
  languages,
  reset,
  state,
  window,
  workspace,
} from "./vscodeHost";
