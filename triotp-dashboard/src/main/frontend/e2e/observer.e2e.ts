import AxeSource from "axe-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { type Looked, look, picture, row, useBrowser } from "./browser";
import { Demo } from "./demo";

const browser = useBrowser();

let demo: Demo;

beforeAll(async () => {
  demo = await Demo.start("--management.endpoint.triotp.access=unrestricted", "--management.endpoint.triotp.show-values=always");
  await demo.trouble("devices?count=1000");
});

afterAll(async () => demo?.stop());

async function looking<T>(hash: string, work: (looked: Looked) => Promise<T>, options = {}): Promise<T> {
  const looked = await look(browser(), demo.page + hash, options);
  try {
    const result = await work(looked);
    expect(looked.complaints).toEqual([]);
    return result;
  } finally {
    await looked.close();
  }
}

const live = (page: Page) => page.locator('[data-connection="live"]').waitFor();

test("it loads from its own origin only, without a complaint of the browser", async () => {
  await looking("", async ({ page }) => {
    await live(page);
    for (const view of ["Top", "Timeline", "Charts", "Incidents", "Drawing", "Tree"]) {
      await page.getByRole("link", { name: view, exact: true }).click();
      await page.getByRole("heading", { level: 2 }).first().waitFor();
      if (view === "Charts") {
        await page.locator(".chart canvas").first().waitFor();
      }
    }
  });
});

test("the tree is opened, walked and closed by keyboard alone", async () => {
  await looking("", async ({ page }) => {
    const grid = page.getByRole("treegrid");
    await grid.waitFor();
    await grid.focus();
    const active = async () => page.evaluate(() => document.getElementById(document.activeElement?.getAttribute("aria-activedescendant") ?? "")?.querySelector("b")?.textContent);
    expect(await active()).toBe("shop");
    await page.keyboard.press("End");
    expect(await active()).toBe("devices");
    await page.keyboard.press("ArrowRight");
    await row(page, "device-1").waitFor();
    expect(await row(page, "devices").getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("ArrowRight");
    expect(await active()).toBe("device-1");
    expect(await row(page, "device-1").getAttribute("aria-level")).toBe("3");
    expect(await row(page, "device-1").getAttribute("aria-setsize")).toBe("1000");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect(await active()).toBe("devices");
    expect(await row(page, "device-1").count()).toBe(0);
    await page.keyboard.press("Shift+T");
    expect(await active()).toBe("till");
    await page.keyboard.press("Enter");
    await page.getByRole("complementary", { name: "shop/sales/till" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary").waitFor({ state: "detached" });
    expect(await active()).toBe("till");
    expect(await grid.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

test("what closes gives the focus back in the moment it goes, so that the next key is not lost", async () => {
  await looking("#/tree", async ({ page }) => {
    const grid = page.getByRole("treegrid");
    await grid.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.locator("aside.place h2:focus").waitFor();
    expect(await focusOnceGone(page, "aside.place", () => page.keyboard.press("Escape"))).toBe("treegrid");
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    expect(await focusOnceGone(page, "dialog", () => page.keyboard.press("Escape"))).toBe("treegrid");
  });
});

/** The role of what has the focus when the page has just taken something away, before anything else can happen. */
async function focusOnceGone(page: Page, selector: string, close: () => Promise<void>): Promise<string | null> {
  const seen = await page.evaluateHandle((gone) => {
    const role = new Promise<string | null>((resolve) => {
      const watch = new MutationObserver(() => {
        if (document.querySelector(gone) === null) {
          watch.disconnect();
          resolve(document.activeElement?.getAttribute("role") ?? null);
        }
      });
      watch.observe(document.body, { childList: true, subtree: true });
    });
    return { role };
  }, selector);
  await close();
  return seen.evaluate(({ role }) => role);
}

test("a crash is seen while it happens: in the tree, in the timeline, with its cause", async () => {
  await looking("#/tree", async ({ page }) => {
    await live(page);
    const restarts = row(page, "catalogue").locator(".restarts");
    const before = Number(await restarts.textContent());
    const begun = Date.now();
    await demo.trouble("crash?name=catalogue");
    await expect.poll(async () => Number(await restarts.textContent())).toBe(before + 1);
    expect(await row(page, "catalogue").textContent()).toContain("IllegalStateException");
    await page.getByRole("link", { name: "Timeline" }).click();
    const crash = page.locator("table.events tr").filter({ hasText: "catalogue" }).filter({ hasText: "crashed" }).filter({ hasText: "IllegalStateException" }).first();
    await crash.waitFor();
    console.log(`A crash was in tree and timeline after ${Date.now() - begun} ms`);
    await crash.locator("summary").click();
    expect(await page.locator("table.events .frames .own").first().textContent()).toContain("Worker.handleInfo");
  });
});

test("rows stay where they are while somebody points at them, until they are told to move", async () => {
  await looking("#/top?q=device&sort=mailbox", async ({ page }) => {
    const paths = () => page.locator("tbody th button").allTextContents();
    await expect.poll(async () => (await paths()).length).toBe(50);
    await page.locator("tbody tr").nth(3).hover();
    const before = await paths();
    await demo.trouble("suspended?name=device-900&times=70");
    const apply = page.getByRole("button", { name: /apply now/ });
    await apply.waitFor();
    expect(await paths()).toEqual(before);
    await page.keyboard.press("r");
    await expect.poll(async () => (await paths())[0]).toBe("fleet/devices/device-900");
  });
});

test("names are text, whatever is in them", async () => {
  const names = [`<img src=x onerror=alert(1)>`, `"><svg onload=alert(2)>`, "javascript:alert(3)", "smile \u{1F600} \u05E9\u05DC\u05D5\u05DD", "long-".repeat(40)];
  for (const name of names) {
    await demo.trouble(`device?id=${encodeURIComponent(name)}`);
  }
  await looking("#/top?q=alert", async ({ page }) => {
    await expect.poll(async () => page.locator("tbody tr").count()).toBe(3);
    expect(await page.locator("tbody").textContent()).toContain("<img src=x onerror=alert(1)>");
    await page.locator("tbody button").first().click();
    await page.getByRole("complementary").getByText("Process", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Drawing" }).click();
    await page.getByRole("link", { name: "Timeline" }).click();
    await page.getByRole("heading", { name: "Timeline" }).waitFor();
    expect(await page.locator("img:not([src='./icon.svg'])").count()).toBe(0);
  });
});

test("a process tells what it holds and where it is, on demand", async () => {
  await looking("#/tree?at=shop%2Fsales%2Freceipts", async ({ page }) => {
    const details = page.getByRole("complementary");
    await demo.trouble("work?name=receipts");
    await details.getByText(/Worker\.Work/).first().waitFor();
    await details.getByRole("button", { name: "Stack" }).click();
    await details.getByText(/Thread\.sleep/).first().waitFor();
    await demo.trouble("kill?name=receipts");
    await details.getByRole("button", { name: "State" }).click();
    await details.getByText("nothing yet").waitFor();
  });
});

test("an action says what it will do, and does it to the process it was confirmed for", async () => {
  await looking("#/tree?at=shop%2Fsales%2Ftill", async ({ page }) => {
    const details = page.getByRole("complementary");
    await details.getByRole("button", { name: "Restart …" }).click();
    const dialog = page.getByRole("dialog", { name: /Restart/ });
    await dialog.getByText(/rest-for-one/).waitFor();
    await dialog.getByLabel(/What for/).fill("because of a test");
    const incarnation = async () => Number(/incarnation (\d+)/.exec((await details.textContent()) ?? "")?.[1]);
    const before = await incarnation();
    await dialog.getByRole("button", { name: "Restart", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await expect.poll(incarnation).toBe(before + 1);
    await page.getByRole("link", { name: "Timeline" }).click();
    await page.locator("table.events").getByText(/because of a test/).first().waitFor();
  }, { expected: /409/ });
});

const VIEWS = ["tree", "top", "timeline", "charts", "incidents", "drawing"] as const;

test.each(["light", "dark"] as const)("nobody is shut out, in %s colours (axe)", async (colorScheme) => {
  await demo.trouble("crash?name=psp");
  await looking("#/tree?at=shop%2Fsales%2Ftill", async ({ page }) => {
    await live(page);
    await page.getByRole("complementary").getByText("Process", { exact: true }).waitFor();
    for (const view of VIEWS) {
      await turnTo(page, view);
      expect(await violations(page), view).toEqual([]);
    }
  }, { colorScheme, bypassCSP: true });
});

async function turnTo(page: Page, view: (typeof VIEWS)[number]): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: view.charAt(0).toUpperCase() + view.slice(1), exact: true }).click();
  await page.locator(`#${view}-title`).waitFor({ state: "attached" });
  if (view === "charts") {
    await page.locator(".chart canvas").first().waitFor({ state: "attached" });
  }
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AxeSource.source);
  return page.evaluate(async () => {
    const axe = (window as unknown as { axe: typeof AxeSource }).axe;
    const result = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return result.violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
  });
}

test("the check for that finds what is planted", async () => {
  await looking("", async ({ page }) => {
    await live(page);
    await page.evaluate(() => {
      const picture = document.createElement("img");
      picture.src = "./icon.svg";
      document.querySelector("main")!.append(picture);
    });
    expect((await violations(page)).join()).toContain("image-alt");
  }, { bypassCSP: true });
});

test("the address says what is shown, and back leads back", async () => {
  await looking("#/timeline?range=3600&at=shop%2Fpsp", async ({ page }) => {
    await page.getByRole("complementary", { name: "shop/psp" }).waitFor();
    expect(await page.getByRole("radio", { name: "1 h" }).isChecked()).toBe(true);
    await page.getByRole("link", { name: "Tree", exact: true }).click();
    await page.getByRole("treegrid").waitFor();
    await page.getByRole("button", { name: "Close the details" }).click();
    await page.getByRole("complementary").waitFor({ state: "detached" });
    await page.goBack();
    await page.getByRole("complementary", { name: "shop/psp" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Timeline" }).waitFor();
    expect(await page.getByRole("radio", { name: "1 h" }).isChecked()).toBe(true);
  });
});

test("trees, events and pictures can be taken along", async () => {
  await looking("#/timeline?range=all", async ({ page }) => {
    const taken = async (menu: string, item: string) => {
      await page.getByText(menu, { exact: true }).click();
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole(menu === "Export" ? "link" : "button", { name: item, exact: true }).click()]);
      const { readFileSync } = await import("node:fs");
      return readFileSync(await download.path());
    };
    await page.locator(".timeline svg[role=img]").waitFor();
    const drawn = (await taken("Save picture", "SVG")).toString();
    expect(drawn).toMatch(/^<svg/);
    expect(drawn).toContain("shop");
    await page.reload();
    await page.locator(".timeline svg[role=img]").waitFor();
    expect((await taken("Save picture", "PNG")).subarray(1, 4).toString()).toBe("PNG");
    await page.getByRole("link", { name: "Tree", exact: true }).click();
    await page.getByRole("treegrid").waitFor();
    expect((await taken("Export", "Mermaid")).toString()).toContain("flowchart");
  });
});

test("nothing is cut off at 320 pixels", async () => {
  await looking("", async ({ page }) => {
    await live(page);
    for (const view of VIEWS) {
      await turnTo(page, view);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), view).toBeLessThanOrEqual(320);
    }
  }, { viewport: { width: 320, height: 640 } });
});

test("it looks like this", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const [width, height] of [[1440, 900], [800, 600], [360, 740]] as const) {
      await looking("", async ({ page }) => {
        await live(page);
        for (const view of VIEWS) {
          await turnTo(page, view);
          await picture(page, `${view}-${colorScheme}-${width}`);
        }
      }, { colorScheme, viewport: { width, height } });
      await looking("#/timeline?at=shop%2Fsales%2Ftill", async ({ page }) => {
        await page.getByRole("complementary").getByText("Process", { exact: true }).waitFor();
        await picture(page, `place-${colorScheme}-${width}`);
      }, { colorScheme, viewport: { width, height } });
    }
  }
}, 180_000);
