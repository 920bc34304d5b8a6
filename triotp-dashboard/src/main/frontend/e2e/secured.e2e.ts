import { afterAll, beforeAll, expect, test } from "vitest";
import { look, useBrowser } from "./browser";
import { Demo } from "./demo";

const browser = useBrowser();

let demo: Demo;

beforeAll(async () => {
  demo = await Demo.start(
    "--spring.profiles.active=secured",
    "--management.endpoint.triotp.access=unrestricted",
    "--separate-port",
    "--management.endpoints.web.base-path=/manage",
  );
});

afterAll(async () => demo?.stop());

const till = "#/tree?at=shop%2Fsales%2Ftill";

test("nobody sees the page without having logged in", async () => {
  for (const file of ["", "app.js", "app.css"]) {
    expect((await fetch(demo.page + file)).status, file).toBe(401);
  }
});

test("an operator acts, with the token of the page, and is named", async () => {
  const looked = await look(browser(), demo.page + till, { httpCredentials: { username: "olga", password: "operator" } });
  const details = looked.page.getByRole("complementary");
  await details.getByRole("button", { name: "Restart …" }).click();
  await looked.page.getByRole("dialog").getByRole("button", { name: "Restart", exact: true }).click();
  await looked.page.getByRole("dialog").waitFor({ state: "detached" });
  await details.getByText(/by olga/).first().waitFor();
  expect(looked.complaints).toEqual([]);
  await looked.close();
});

test("whoever may only look is told so by the server, whatever the page offers", async () => {
  const looked = await look(browser(), demo.page + till, { httpCredentials: { username: "vera", password: "viewer" }, expected: /403/ });
  await looked.page.getByRole("complementary").getByRole("button", { name: "Kill …" }).click();
  await looked.page.getByRole("dialog").getByRole("button", { name: "Kill", exact: true }).click();
  await looked.page.getByRole("alert").getByText("Not allowed to you").waitFor();
  expect(looked.complaints).toEqual([]);
  await looked.close();
});

test("a request without the token, or of another site, is refused", async () => {
  const tree = (await (await fetch(`${demo.endpoint}/tree`, { headers: { Authorization: `Basic ${btoa("olga:operator")}` } })).json()) as { nodes: Record<string, { path: string }> };
  const id = Object.keys(tree.nodes).find((each) => tree.nodes[each]!.path === "shop/sales/till")!;
  const post = (headers: Record<string, string>) =>
    fetch(`${demo.endpoint}/processes/${id}`, { method: "POST", headers: { Authorization: `Basic ${btoa("olga:operator")}`, ...headers }, body: '{"action":"kill"}' });
  expect((await post({ "Content-Type": "application/json" })).status).toBe(403);
  expect((await post({ "Content-Type": "text/plain", Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
});

test("without actions there are no buttons, and no way around them", async () => {
  const readOnly = await Demo.start();
  const looked = await look(browser(), readOnly.page + till);
  await looked.page.getByRole("complementary").getByText("Process", { exact: true }).waitFor();
  await looked.page.getByText("read-only").waitFor();
  expect(await looked.page.getByRole("group", { name: "Actions" }).count()).toBe(0);
  const answer = await fetch(`${readOnly.endpoint}/processes/p1`, { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"action":"kill"}' });
  expect([403, 404, 405]).toContain(answer.status);
  expect(looked.complaints).toEqual([]);
  await looked.close();
  await readOnly.stop();
});
