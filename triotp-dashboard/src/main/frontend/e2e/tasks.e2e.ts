import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { look, picture, row, useBrowser } from "./browser";
import { Demo } from "./demo";

const browser = useBrowser();

let demo: Demo;

/** What an operator wants to know of 100,000 processes at 3 a.m., by the page alone. */
beforeAll(async () => {
  demo = await Demo.start("--management.endpoint.triotp.access=unrestricted");
  await demo.trouble("devices?count=100000");
}, 180_000);

afterAll(async () => demo?.stop());

async function task(title: string, work: (page: Page) => Promise<number>): Promise<void> {
  const looked = await look(browser(), demo.page);
  await looked.page.locator('[data-connection="live"]').waitFor();
  const begun = Date.now();
  const steps = await work(looked.page);
  console.log(`${title}: ${steps} steps, ${Date.now() - begun} ms`);
  await picture(looked.page, `task-${title.replaceAll(/\W+/g, "-")}`);
  expect(looked.complaints).toEqual([]);
  await looked.close();
}

const view = (page: Page, name: string) => page.getByRole("navigation").getByRole("link", { name, exact: true }).click();

const times = async (count: number, what: string) => {
  for (let i = 0; i < count; i++) {
    await demo.trouble(what);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
};

test("which child restarts most, and why", async () => {
  await times(3, "crash?name=gateway");
  await times(1, "crash?name=receipts");
  await task("which child restarts most and why", async (page) => {
    await view(page, "Top");
    await page.getByLabel("Order").selectOption("restarts");
    const first = page.locator("tbody tr").first();
    await first.getByText("fleet/gateway").waitFor();
    expect(await first.locator("td").nth(3 + 1).textContent()).toBe("3");
    await first.getByRole("button").click();
    const details = page.getByRole("complementary", { name: "fleet/gateway" });
    await details.getByText("IllegalStateException").first().waitFor();
    expect(await details.textContent()).toContain("3 restarts");
    return 3;
  });
});

test("which mailbox grows", async () => {
  await demo.trouble("suspended?name=device-40000&times=50");
  await task("which mailbox grows", async (page) => {
    await view(page, "Top");
    const first = page.locator("tbody tr").first();
    await first.getByText("fleet/devices/device-40000").waitFor();
    const length = async () => Number(await first.locator("td").nth(1).textContent());
    const before = await length();
    await demo.trouble("suspended?name=device-40000&times=50");
    await expect.poll(length).toBe(before + 50);
    return 1;
  });
});

test("restart one child", async () => {
  await task("restart one child", async (page) => {
    await row(page, "psp").locator(".name b").click();
    const details = page.getByRole("complementary", { name: "shop/psp" });
    await details.getByRole("button", { name: "Restart …" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Restart", exact: true }).click();
    await details.getByText(/incarnation 2/).waitFor();
    return 3;
  });
});

test("find process 73,412 of 100,000", async () => {
  await task("find process 73412 of 100000", async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("device-73412");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "fleet/devices/device-73412" }).click();
    await page.getByRole("complementary", { name: "fleet/devices/device-73412" }).getByText("Process", { exact: true }).waitFor();
    return 4;
  });
});

test("tell what happened in the minute before the last give-up", async () => {
  await times(6, "crash?name=till");
  await task("the minute before the last give-up", async (page) => {
    await view(page, "Incidents");
    await page.locator(".incident-list button").first().click();
    const body = page.locator(".incident-body");
    await body.getByRole("heading", { name: /shop\/sales/ }).waitFor();
    expect(await body.textContent()).toContain("IllegalStateException");
    expect(await body.locator("tr").filter({ hasText: "till" }).filter({ hasText: "crashed" }).count()).toBeGreaterThan(4);
    return 2;
  });
});
