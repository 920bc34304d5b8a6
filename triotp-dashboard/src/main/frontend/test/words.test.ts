import { expect, test } from "vitest";
import { ago, isoDuration, plural, seconds, shortClass, shortFrame } from "../src/model/words";

test("a duration is told in at most two units", () => {
  expect([0, 0.0004, 0.25, 1.44, 5, 42.9, 60, 61, 3600, 3700, 86_400, 200_000].map(seconds)).toEqual([
    "0 s", "0 s", "250 ms", "1.4 s", "5 s", "42 s", "1 min", "1 min 1 s", "1 h", "1 h 1 min", "1 d", "2 d 7 h",
  ]);
});

test("what is configured is told as a duration, and what is no duration as it is", () => {
  expect(["PT5S", "PT1M30S", "PT0.5S", "P1DT2H", "infinity"].map(isoDuration)).toEqual(["5 s", "1 min 30 s", "500 ms", "1 d 2 h", "infinity"]);
});

test("a time that has not come is now", () => {
  expect(ago("2026-01-01T00:00:10Z", Date.parse("2026-01-01T00:00:05Z"))).toBe("now");
  expect(ago("2026-01-01T00:00:00Z", Date.parse("2026-01-01T00:01:05Z"))).toBe("1 min 5 s ago");
});

test("classes and frames are told without their packages", () => {
  expect(shortClass("com.acme.Orders$Place")).toBe("Orders.Place");
  expect(shortFrame("java.base/java.lang.Thread.sleep(Thread.java:509)")).toBe("Thread.sleep(Thread.java:509)");
  expect(shortFrame("com.acme.Till$Drawer.open(Till.java:7)")).toBe("Till.Drawer.open(Till.java:7)");
});

test("one is one and many are many", () => {
  expect([plural(1, "crash", "crashes"), plural(1200, "crash", "crashes"), plural(0, "restart")]).toEqual(["1 crash", "1,200 crashes", "0 restarts"]);
});
