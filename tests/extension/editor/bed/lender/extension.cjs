// An extension with a language model, as GitHub Copilot is one: it reads a file and then finishes, whatever it is asked.
"use strict";
const vscode = require("vscode");

const model = {
  id: "reader",
  name: "Reader",
  family: "reader",
  version: "1",
  maxInputTokens: 64_000,
  maxOutputTokens: 4_000,
  capabilities: { toolCalling: true },
};

const hasResult = (messages) =>
  messages.some(({ content }) => content.some((part) => part instanceof vscode.LanguageModelToolResultPart));

const provider = {
  provideLanguageModelChatInformation: () => [model],
  provideLanguageModelChatResponse: async (_model, messages, _options, progress) => {
    if (!hasResult(messages)) {
      progress.report(new vscode.LanguageModelTextPart("I look at "));
      progress.report(new vscode.LanguageModelTextPart("the notes."));
      progress.report(new vscode.LanguageModelToolCallPart("look-1", "read_file", { path: "notes.txt" }));
      return;
    }
    progress.report(
      new vscode.LanguageModelToolCallPart("end-1", "finish", {
        verdict: "completed",
        summary: "The lent model has read the notes.",
      }),
    );
  },
  provideTokenCount: async (_model, text) => Math.ceil(String(text).length / 4),
};

exports.activate = (context) => {
  context.subscriptions.push(vscode.lm.registerLanguageModelChatProvider("lender", provider));
};
