import { expect, test } from "vitest";
import type { Event, EventType } from "../src/endpoint/contract";
import { clusters, crashGroups, fitting, groups, lanes, ticks } from "../src/model/timeline";

const START = Date.parse("2026-01-01T12:00:00Z");

let seq = 0;

function event(after: number, type: EventType, path: string, more: Partial<Event> = {}): Event {
  return { seq: ++seq, at: new Date(START + after * 1000).toISOString(), type, severity: type.includes("CRASH") ? "WARNING" : "INFO", path, ...more };
}

test("a place is down from its crash until it is restarted", () => {
  const [lane] = lanes([event(1, "PROCESS_CRASHED", "shop/till"), event(4, "PROCESS_RESTARTED", "shop/till")]);
  expect(lane).toMatchObject({ path: "shop/till", supervisor: "shop", crashes: 1, restarts: 1 });
  expect(lane!.spans).toEqual([{ kind: "down", from: START + 1000, to: START + 4000 }]);
});

test("a backoff is a span of its own, and what has failed lasts", () => {
  const [till] = lanes([event(1, "PROCESS_CRASHED", "shop/till"), event(2, "START_DELAYED", "shop/till", { delaySeconds: 8 }), event(10, "PROCESS_RESTARTED", "shop/till")]);
  expect(till!.spans.map((span) => [span.kind, span.from - START, (span.to ?? 0) - START])).toEqual([["down", 1000, 2000], ["waiting", 2000, 10_000]]);
  const [shop] = lanes([event(3, "SUPERVISOR_GAVE_UP", "shop")]);
  expect(shop!.spans).toEqual([{ kind: "failed", from: START + 3000, to: undefined }]);
});

test("events in any order make the same lanes", () => {
  const all = [event(1, "PROCESS_CRASHED", "a/b"), event(2, "PROCESS_RESTARTED", "a/b"), event(3, "WEDGED", "a/c"), event(5, "FREED", "a/c")];
  expect(lanes(all.toReversed()).sort((one, other) => one.path.localeCompare(other.path))).toEqual(lanes(all));
});

test("lanes are below their supervisors, the worst first", () => {
  const found = groups(lanes([event(1, "PROCESS_CRASHED", "a/quiet"), event(2, "PROCESS_CRASHED", "b/loud"), event(3, "PROCESS_CRASHED", "b/loud"), event(4, "SUPERVISOR_GAVE_UP", "b")]));
  expect(found.map((group) => [group.supervisor, group.lanes.map((lane) => lane.path)])).toEqual([["", ["b"]], ["b", ["b/loud"]], ["a", ["a/quiet"]]]);
});

test("marks that would lie over each other are one with a number, and no restart lies over its crash", () => {
  const [lane] = lanes([10, 11, 12, 50].flatMap((at) => [event(at, "PROCESS_CRASHED", "a/b"), event(at, "PROCESS_RESTARTED", "a/b")]));
  const found = clusters(lane!.marks, START, START + 100_000, 400, 9);
  expect(found.map((cluster) => [cluster.kind, cluster.x, cluster.marks.length])).toEqual([["crash", 40, 3], ["crash", 200, 1]]);
});

test("crashes of one kind are one line", () => {
  const exception = (type: string, where: string) => ({ exception: { type, where, frames: [] } });
  const found = crashGroups([
    event(1, "PROCESS_CRASHED", "a/1", exception("E", "A.a(A.java:1)")),
    event(2, "PROCESS_CRASHED", "a/2", exception("E", "A.a(A.java:1)")),
    event(3, "PROCESS_CRASHED", "a/1", exception("E", "B.b(B.java:2)")),
    event(4, "PROCESS_EXITED", "a/1"),
  ]);
  expect(found.map((group) => [group.count, group.where, group.paths])).toEqual([[2, "A.a(A.java:1)", ["a/1", "a/2"]], [1, "B.b(B.java:2)", ["a/1"]]]);
});

test("the range at first is the shortest with all trouble in it", () => {
  const now = START + 1000_000;
  expect(fitting([], now)).toBe(60);
  expect(fitting([event(0, "APPLICATION_STARTED", "a"), event(900, "PROCESS_CRASHED", "a/b")], now)).toBe(300);
  expect(fitting([event(300, "PROCESS_CRASHED", "a/b")], now)).toBe(900);
  expect(fitting([event(-90_000, "PROCESS_CRASHED", "a/b")], now)).toBe(21_600);
});

test("the axis has round times", () => {
  expect(ticks(START + 7000, START + 307_000, 6).map((at) => (at - START) / 1000)).toEqual([60, 120, 180, 240, 300]);
});
