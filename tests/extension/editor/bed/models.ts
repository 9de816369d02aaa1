// How a person sets keys and tries models.
import type { Editor } from "./editor";

/** Sets a provider's key by the palette; the box that takes it is pictured where a name is given. */
export async function setKey(editor: Editor, provider: RegExp, key: string, picture?: string): Promise<void> {
  await editor.workbench.palette("Conductor: Set API Key…");
  await editor.workbench.quickPick(provider).click();
  await typeKey(editor, key, picture);
}

/** Types a key into the box that asks for one. */
export async function typeKey(editor: Editor, key: string, picture?: string): Promise<void> {
  await editor.workbench.quickInput.filter({ hasText: /API key of/ }).waitFor();
  await editor.workbench.inputBox.fill(key);
  if (picture !== undefined) {
    await editor.screenshot(picture);
  }
  await editor.page.keyboard.press("Enter");
}

/** Tries one of the choices of Test Connection. */
export async function testConnection(editor: Editor, choice: RegExp): Promise<void> {
  await editor.workbench.palette("Conductor: Test Connection…");
  await editor.workbench.quickPick(choice).click();
}
