import { afterAll, beforeAll, expect, test } from "vitest";
import { look, picture, useBrowser } from "./browser";
import { Demo } from "./demo";

const browser = useBrowser();

let demo: Demo;

beforeAll(async () => {
  demo = await Demo.start("--management.endpoint.triotp.access=unrestricted", "--management.endpoint.triotp.show-values=always", "--spring.application.name=orders-1");
  await demo.trouble("devices?count=1000");
});

afterAll(async () => demo?.stop());

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("a minute of trouble, as the README shows it", async () => {
  for (const [what, pause] of [
    ["crash?name=psp", 9000],
    ["crash?name=till", 6000],
    ["crash?name=psp", 10_000],
    ["crash?name=till", 7000],
    ["work?name=gateway", 100],
    ["count?name=gateway&times=340", 3000],
    ["crash?name=catalogue", 8000],
    ["crash?name=till", 5000],
    ["crash?name=psp", 1200],
  ] as const) {
    await demo.trouble(what);
    await wait(pause);
  }
  for (const colorScheme of ["light", "dark"] as const) {
    const looked = await look(browser(), `${demo.page}#/timeline?at=shop%2Fsales%2Ftill&range=60`, { colorScheme, viewport: { width: 1440, height: 810 } });
    await looked.page.locator('[data-connection="live"]').waitFor();
    await looked.page.getByRole("complementary").getByText("Process", { exact: true }).waitFor();
    await wait(2500);
    await picture(looked.page, `observer-${colorScheme}`);
    expect(looked.complaints).toEqual([]);
    await looked.close();
  }
}, 180_000);
