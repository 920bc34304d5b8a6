import { afterAll, beforeAll, expect, test } from "vitest";
import { look, row, useBrowser } from "./browser";
import { Demo } from "./demo";
import { Proxy } from "./proxy";

const browser = useBrowser();

let demo: Demo;

let proxy: Proxy;

beforeAll(async () => {
  demo = await Demo.start("--management.endpoint.triotp.access=unrestricted");
  proxy = await Proxy.before(`http://127.0.0.1:${demo.port}`, "/tools/orders");
});

afterAll(async () => {
  proxy?.close();
  await demo?.stop();
});

const page = () => `${proxy.address}/actuator/triotp/ui/`;

const CUT = /ERR_|Failed to load resource/;

test("it works behind a proxy that takes a prefix away, also when the last slash is missing", async () => {
  const looked = await look(browser(), page().replace(/\/$/, ""));
  await looked.page.locator('[data-connection="live"]').waitFor();
  expect(looked.page.url()).toBe(`${page()}`);
  await row(looked.page, "till").waitFor();
  expect(looked.complaints).toEqual([]);
  await looked.close();
});

test("a stream that breaks is told, and goes on where it was, without an event twice", async () => {
  const looked = await look(browser(), `${page()}#/timeline?range=all`, { expected: CUT });
  const { page: shown } = looked;
  await shown.locator('[data-connection="live"]').waitFor();
  await demo.trouble("crash?name=till");
  const crashes = shown.locator("table.events tr").filter({ hasText: "sales/till" }).filter({ hasText: "crashed" });
  await expect.poll(() => crashes.count()).toBe(1);
  proxy.cut();
  await shown.locator('[data-connection="lost"]').waitFor();
  await shown.getByText(/reconnecting/).waitFor();
  await demo.trouble("crash?name=till");
  proxy.mend();
  await shown.locator('[data-connection="live"]').waitFor();
  await expect.poll(() => crashes.count()).toBe(2);
  const again = proxy.asked.filter((each) => each.path.includes("/stream"));
  expect(again.length).toBeGreaterThan(1);
  expect(again.at(-1)!.headers["last-event-id"] ?? again.at(-1)!.path).toMatch(/[1-9]/);
  expect(looked.complaints).toEqual([]);
  await looked.close();
});

test("without a stream it asks, and is as true", async () => {
  const looked = await look(browser(), page(), { before: (each) => each.addInitScript(() => Reflect.deleteProperty(window, "EventSource")) });
  await looked.page.locator('[data-connection="polling"]').waitFor();
  const restarts = row(looked.page, "catalogue").locator(".restarts");
  await restarts.waitFor();
  const before = Number(await restarts.textContent());
  await demo.trouble("crash?name=catalogue");
  await expect.poll(async () => Number(await restarts.textContent())).toBe(before + 1);
  await looked.close();
});

test("while it is paused nothing is asked for and nothing moves", async () => {
  const looked = await look(browser(), page());
  await looked.page.locator('[data-connection="live"]').waitFor();
  await looked.page.keyboard.press("p");
  await looked.page.locator('[data-connection="paused"]').waitFor();
  const restarts = row(looked.page, "receipts").locator(".restarts");
  const before = await restarts.textContent();
  const asked = proxy.asked.length;
  await demo.trouble("crash?name=receipts");
  const other = await look(browser(), demo.page);
  await expect.poll(() => row(other.page, "receipts").locator(".restarts").textContent()).not.toBe(before);
  await other.close();
  expect(proxy.asked.length).toBe(asked);
  expect(await restarts.textContent()).toBe(before);
  await looked.page.keyboard.press("p");
  await expect.poll(() => restarts.textContent()).not.toBe(before);
  await looked.close();
});

test("a node that was started anew is another node: what was known of the first is forgotten", async () => {
  let first = await Demo.start();
  const port = first.port;
  const looked = await look(browser(), `${first.page}#/timeline?range=all`, { expected: CUT });
  const crashes = looked.page.locator("table.events tr").filter({ hasText: "crashed" });
  await first.trouble("crash?name=till");
  await expect.poll(() => crashes.count()).toBe(1);
  await first.stop();
  await looked.page.locator('[data-connection="lost"]').waitFor();
  first = await Demo.start(`--server.port=${port}`);
  await looked.page.locator('[data-connection="live"]').waitFor();
  await expect.poll(() => crashes.count()).toBe(0);
  await first.stop();
  await looked.close();
});

test("it works where the endpoints are at the root", async () => {
  const rooted = await Demo.start("--separate-port", "--management.endpoints.web.base-path=/");
  const looked = await look(browser(), rooted.page);
  await looked.page.locator('[data-connection="live"]').waitFor();
  await row(looked.page, "till").waitFor();
  expect(new URL(looked.page.url()).pathname).toBe("/triotp/ui/");
  await rooted.trouble("crash?name=till");
  await expect.poll(() => row(looked.page, "till").locator(".restarts").textContent()).toBe("1");
  expect(looked.complaints).toEqual([]);
  await looked.close();
  await rooted.stop();
});
