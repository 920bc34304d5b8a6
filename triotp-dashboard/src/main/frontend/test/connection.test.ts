import { expect, test } from "vitest";
import { type Connection, intervalMs, next, retryAfterMs } from "../src/live/connection";

const live: Connection = { how: "live" };

test("a stream that breaks is tried again, and counts how often", () => {
  const once = next(live, { what: "interrupted" });
  expect(once).toMatchObject({ how: "lost", attempts: 1 });
  expect(next(once, { what: "interrupted" })).toMatchObject({ attempts: 2 });
  expect(next(once, { what: "opened" })).toEqual(live);
});

test("without a stream the node is asked, which is as good", () => {
  expect(next({ how: "connecting" }, { what: "streamRefused" })).toMatchObject({ how: "polling" });
  expect(next({ how: "lost", why: "", attempts: 3 }, { what: "answered" })).toMatchObject({ how: "polling" });
});

test("who is signed out or not allowed is not asked for again and again", () => {
  expect(next(live, { what: "failed", status: 401, why: "" })).toMatchObject({ how: "refused", signedOut: true });
  expect(next(live, { what: "failed", status: 403, why: "" })).toMatchObject({ how: "refused", signedOut: false });
  expect(next(live, { what: "failed", status: 500, why: "" })).toMatchObject({ how: "lost" });
});

test("what was paused stays paused until somebody resumes it", () => {
  const paused = next(live, { what: "paused" });
  for (const what of ["opened", "interrupted", "answered", "streamRefused"] as const) {
    expect(next(paused, { what })).toEqual({ how: "paused" });
  }
  expect(next(paused, { what: "resumed" })).toEqual({ how: "connecting" });
});

test("attempts become patient", () => {
  expect([0, 1, 2, 6, 100].map(retryAfterMs)).toEqual([500, 1000, 2000, 30_000, 30_000]);
});

test("a large node is asked less often", () => {
  expect([0, 20_000, 20_001, 1_000_000].map(intervalMs)).toEqual([1000, 1000, 5000, 5000]);
});
