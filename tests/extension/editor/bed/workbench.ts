// What a person does in the editor's window, by the names that they see.
import type { FrameLocator, Locator, Page } from "playwright-core";

export class Workbench {
  constructor(private readonly page: Page) {}

  /** Our icon in the activity bar. */
  get conductorIcon(): Locator {
    return this.page.locator('.activitybar .action-item [aria-label^="Conductor"]').first();
  }

  /** Shows our side bar; does nothing when it is shown. */
  async openConductorSidebar(): Promise<void> {
    await this.openSidebar("Conductor");
  }

  async openExplorer(): Promise<void> {
    await this.openSidebar("Explorer");
  }

  /** A view of the side bar by its title, with header and rows. */
  view(title: string): Locator {
    const header = this.page.locator(".pane-header", { hasText: title });
    return this.page.locator(".sidebar .pane", { has: header });
  }

  /** A row of any tree in the side bar, by the name that a screen reader says. */
  treeRow(name: string | RegExp): Locator {
    return this.page.locator(".sidebar").getByRole("treeitem", { name }).first();
  }

  /** Opens a row's twistie; does nothing when it is open. */
  async expand(row: Locator): Promise<void> {
    if ((await row.getAttribute("aria-expanded")) === "false") {
      await row.locator(".monaco-tl-twistie").click();
    }
  }

  /** Points at a row until its tooltip says this; a row that is drawn again takes its tooltip away, and a person points once more. */
  async tooltip(row: Locator, text: RegExp): Promise<void> {
    const shown = this.page.locator(".monaco-hover", { hasText: text });
    for (let triesLeft = 5; ; triesLeft--) {
      try {
        await this.page.locator(".sidebar .title-label").first().hover();
        await row.hover();
        await shown.waitFor({ timeout: 5_000 });
        return;
      } catch (error) {
        if (triesLeft === 0) {
          throw error;
        }
      }
    }
  }

  /** Points at a row and clicks the action that appears there. */
  async inlineAction(row: Locator, title: string | RegExp): Promise<void> {
    await row.hover();
    await row.getByRole("button", { name: title }).first().click();
  }

  /** The same, once more where it came to nothing: a row that is drawn anew just then takes no click. */
  async inlineActionUntil(row: Locator, title: string | RegExp, done: Locator): Promise<void> {
    for (let triesLeft = 5; ; triesLeft--) {
      await this.inlineAction(row, title);
      try {
        await done.waitFor({ timeout: 5_000 });
        return;
      } catch (error) {
        if (triesLeft === 0) {
          throw error;
        }
      }
    }
  }

  /**
   * Right-clicks a row, or whatever is clicked, and chooses an item of the menu. The editor ignores a click within the first
   * moment of a menu (its `mouseup` listener comes 100 ms late), and closes a menu when a notification comes up or the tree
   * changes under it. A person then clicks once more, and so does this: the item is chosen once its menu has gone by the click.
   */
  async contextMenu(target: Locator, item: string | RegExp): Promise<void> {
    const menu = this.page.locator(".monaco-menu-container, .context-view .monaco-menu").last();
    const choice = menu.getByRole("menuitem", { name: item }).first();
    for (let triesLeft = 5; ; triesLeft--) {
      try {
        await target.click({ button: "right", timeout: 10_000 });
        await choice.click({ timeout: 5_000 });
        const hasGone = menu.waitFor({ state: "hidden", timeout: 2_000 });
        await hasGone.catch(() => choice.click({ timeout: 5_000 }));
        await menu.waitFor({ state: "hidden", timeout: 5_000 });
        return;
      } catch (error) {
        if (triesLeft === 0) {
          throw error;
        }
        await this.page.keyboard.press("Escape");
      }
    }
  }

  /** Runs a command of the palette by its title, for example "Conductor: Run Ticket". */
  async palette(command: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.inputBox.fill(`>${command}`);
    await this.quickInput.locator(".quick-input-list .monaco-list-row").first().waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** The open picker or input box. */
  get quickInput(): Locator {
    return this.page.locator(".quick-input-widget");
  }

  /** Where one types into the open picker or input box. */
  get inputBox(): Locator {
    return this.quickInput.locator(".quick-input-box input");
  }

  /** A choice of the open picker. */
  quickPick(name: string | RegExp): Locator {
    return this.quickInput.getByRole("option", { name }).first();
  }

  /** Types into the open input box and accepts it. */
  async answerInput(text: string): Promise<void> {
    await this.inputBox.fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** The page inside our approval panel. */
  approvalFrame(): FrameLocator {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  }

  /** An editor's tab by its title. */
  tab(name: string | RegExp): Locator {
    return this.page.locator(".tabs-container").getByRole("tab", { name }).first();
  }

  /** The notifications that are on screen. */
  notifications(): Locator {
    return this.page.locator(".notification-toast");
  }

  /** A modal question, such as a confirmation. */
  get dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }

  /** Our item in the status bar, by the text that it shows. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator(".statusbar-item", { hasText: text }).first();
  }

  private async openSidebar(title: string): Promise<void> {
    const icon = this.page.locator(`.activitybar .action-item:has([aria-label^="${title}"])`).first();
    const shown = this.page.locator(".sidebar .title-label", { hasText: new RegExp(title, "i") });
    await icon.waitFor();
    // A window that is just coming up may open the side bar by itself, and a click then closes it.
    for (let triesLeft = 5; !(await shown.isVisible()); triesLeft--) {
      if (!((await icon.getAttribute("class")) ?? "").includes("checked")) {
        await icon.click();
      }
      try {
        await shown.waitFor({ timeout: 10_000 });
      } catch (error) {
        if (triesLeft === 0) {
          throw error;
        }
      }
    }
  }
}
