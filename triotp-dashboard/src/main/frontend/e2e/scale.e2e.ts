import { afterAll, beforeAll, expect, test } from "vitest";
import { look, row, useBrowser } from "./browser";
import { Demo } from "./demo";

const browser = useBrowser();

const DEVICES = 100_000;

let demo: Demo;

beforeAll(async () => {
  demo = await Demo.start();
  await demo.trouble(`devices?count=${DEVICES}`);
}, 180_000);

afterAll(async () => demo?.stop());

test("a hundred thousand siblings: a small document, small answers, and a page that scrolls", async () => {
  const sizes: number[] = [];
  const looked = await look(browser(), demo.page, {
    before: async (each) =>
      each.on("response", async (response) => {
        if (response.url().includes("/triotp/") && !response.url().includes("stream")) {
          sizes.push((await response.body().catch(() => Buffer.alloc(0))).length);
        }
      }),
  });
  const { page } = looked;
  await page.locator('[data-connection="live"]').waitFor();
  await row(page, "devices").locator(".twisty").click();
  await row(page, "device-1").waitFor();
  const left = async () => Number(/… ([\d,]+) more/.exec((await page.locator(".row.more").textContent()) ?? "")?.[1]?.replaceAll(",", ""));
  for (let i = 0; i < 4; i++) {
    await page.getByRole("treegrid").press("End");
    const before = await left();
    await page.getByRole("treegrid").press("Enter");
    await page.locator(".row.active:not(.more)").waitFor();
    await page.getByRole("treegrid").press("End");
    await page.locator(".row.more.active").waitFor();
    expect(await left()).toBe(before - 100);
  }
  expect(await left()).toBeLessThan(DEVICES - 400);
  expect(await page.getByRole("row").count()).toBeLessThan(200);
  expect(Math.max(...sizes)).toBeLessThan(250_000);
  const frames = await page.getByRole("treegrid").evaluate(async (grid) => {
    let count = 0;
    const begun = performance.now();
    while (performance.now() - begun < 2000) {
      grid.scrollTop = (grid.scrollTop + 400) % grid.scrollHeight;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      count++;
    }
    return count / 2;
  });
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = (await client.send("Runtime.getHeapUsage")) as { usedSize: number };
  console.log(`Scrolled at ${frames} frames a second; heap ${(usedSize / 1e6).toFixed(1)} MB; largest answer ${Math.max(...sizes)} bytes`);
  expect(frames).toBeGreaterThan(0);
  expect(usedSize).toBeLessThan(40e6);
  expect(looked.complaints).toEqual([]);
  await looked.close();
});

test("process 73,412 of 100,000 is found by its number", async () => {
  const looked = await look(browser(), demo.page);
  await looked.page.locator('[data-connection="live"]').waitFor();
  await looked.page.keyboard.press("/");
  await looked.page.keyboard.type("device-73412");
  await looked.page.keyboard.press("Enter");
  await looked.page.getByRole("button", { name: "fleet/devices/device-73412" }).click();
  await looked.page.getByRole("complementary", { name: "fleet/devices/device-73412" }).getByText("Process", { exact: true }).waitFor();
  expect(looked.complaints).toEqual([]);
  await looked.close();
});
