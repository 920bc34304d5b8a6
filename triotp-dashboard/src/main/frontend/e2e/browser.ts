import { mkdirSync } from "node:fs";
import { type Browser, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

/** The browser of Debian, without anything it does by itself. */
export function useBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env["OBSERVER_CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
  });
  afterAll(async () => browser?.close());
  return () => browser!;
}

export interface Looked {
  page: Page;
  /** What went wrong: messages of the console, errors, violations of the policy, requests to anybody else. */
  complaints: string[];
  close: () => Promise<void>;
}

export async function look(browser: Browser, address: string, options: BrowserContextOptions & { expected?: RegExp; before?: (page: Page) => Promise<unknown> } = {}): Promise<Looked> {
  const { expected, before, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...contextOptions });
  const page = await context.newPage();
  const complaints: string[] = [];
  const complain = (text: string) => {
    if (expected === undefined || !expected.test(text)) {
      complaints.push(text);
    }
  };
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complain(`console: ${message.text()}`));
  page.on("pageerror", (error) => complain(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complain(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const origin = new URL(address).origin;
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(origin) || url.startsWith("data:") || url.startsWith("blob:")) {
      return route.continue();
    }
    complain(`asked somebody else: ${url}`);
    return route.abort();
  });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`violates the policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  await before?.(page);
  await page.goto(address);
  return { page, complaints, close: () => context.close() };
}

const PICTURES = process.env["OBSERVER_PICTURES"] ?? "target/pictures";

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

export function row(page: Page, name: string) {
  return page.getByRole("treegrid").getByRole("row").filter({ has: page.locator(`.name b:text-is("${name}")`) });
}
