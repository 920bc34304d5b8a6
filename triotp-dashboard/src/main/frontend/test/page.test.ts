import { expect, test } from "vitest";
import type { Event, Process } from "../src/endpoint/contract";
import { Endpoint, xsrfToken } from "../src/endpoint/endpoint";
import { actionsFor, consequences } from "../src/model/consequences";
import { EMPTY, MOST, added } from "../src/model/log";
import { read, withParameter, write } from "../src/model/route";

test("addresses are relative to the page, whatever is before it", () => {
  const endpoint = Endpoint.ofPage("https://proxy.example/prefix/manage/triotp/ui/");
  expect(endpoint.address("")).toBe("https://proxy.example/prefix/manage/triotp");
  expect(endpoint.address("place", { path: "shop/a b&c", include: undefined })).toBe("https://proxy.example/prefix/manage/triotp/place?path=shop%2Fa%20b%26c");
});

test("the token is found among other cookies", () => {
  expect(xsrfToken("a=b; XSRF-TOKEN=1%3D2; c=d")).toBe("1=2");
  expect(xsrfToken("a=b")).toBeUndefined();
});

test("a route survives being written and read, also with odd paths", () => {
  const route = { view: "timeline" as const, parameters: { at: "shop/a&b=c#d?e/ü", range: "all" } };
  expect(read(write(route))).toEqual(route);
  expect(read("#/nonsense")).toEqual({ view: "tree", parameters: {} });
  expect(write(withParameter(route, "at", undefined))).toBe("#/timeline?range=all");
});

test("events are known once, in order, and not more than so many", () => {
  const event = (seq: number): Event => ({ seq, at: "2026-01-01T00:00:00Z", type: "PROCESS_EXITED", severity: "INFO", path: "a" });
  const log = added(added(EMPTY, [event(3), event(1)]), [event(2), event(3)]);
  expect(log.events.map((each) => each.seq)).toEqual([1, 2, 3]);
  expect(log.newestSeq).toBe(3);
  const full = added(log, Array.from({ length: MOST }, (_, index) => event(index + 10)));
  expect(full.events).toHaveLength(MOST);
  expect(full.events[0]!.seq).toBe(10);
  expect(full.incomplete).toBe(true);
  expect(added(log, [])).toBe(log);
});

const process: Process = {
  generatedAt: "", id: "p1", path: "shop/till", kind: "WORKER", state: "WAITING", unsupported: [], crashes: 0, restarts: 0, lastEvents: [],
  place: { state: "RUNNING", restart: "PERMANENT", shutdown: "PT5S", significant: false, incarnation: 1, restarts: 0 },
  supervisor: { id: "p0", path: "shop", strategy: "REST_FOR_ONE" },
  mailbox: { size: 3, messages: [] },
};

test("what an action will do is said before", () => {
  expect(consequences(process, "restart").join(" ")).toMatch(/counts as no restart.*rest-for-one.*3 messages in its mailbox are lost/);
  expect(consequences(process, "kill").join(" ")).toMatch(/counts towards the limit/);
  expect(consequences({ ...process, mailbox: { size: 0, messages: [] } }, "terminate").join(" ")).not.toMatch(/lost/);
});

test("only actions that make sense are offered", () => {
  expect(actionsFor(process)).toEqual(["restart", "suspend", "terminate", "kill"]);
  expect(actionsFor({ ...process, state: "SUSPENDED" })).toContain("resume");
  const { state: _, ...stopped } = process;
  expect(actionsFor({ ...stopped, place: { ...process.place!, state: "STOPPED" } })).toEqual(["start"]);
  expect(actionsFor({ ...process, place: { ...process.place!, restart: "TEMPORARY" } })).not.toContain("restart");
});
