import { expect, test } from "vitest";
import type { Tree } from "../src/endpoint/contract";
import { type Forest, type Row, held, inTrouble, onlyTrouble, rows, unanswered } from "../src/model/rows";
import { tree } from "./trees";

function forest(base: Tree, opened: Record<string, boolean> = {}, pages: Record<string, Tree[]> = {}): Forest {
  return { base, opened: new Map(Object.entries(opened)), pages: new Map(Object.entries(pages)) };
}

const names = (all: readonly Row[]) => all.map((row) => (row.what === "node" ? row.node.name : `(${row.loaded} of ${row.total})`));

test("the first two levels are open, what is below waits", () => {
  expect(names(rows(forest(tree({ shop: { sales: { desk: { till: {} } }, psp: {} } }))))).toEqual(["shop", "sales", "desk", "psp"]);
});

test("a large family is closed at first, and tells how many there are when it is opened", () => {
  const base = tree({ fleet: { devices: 1000 } });
  expect(names(rows(forest(base)))).toEqual(["fleet", "devices"]);
  const opened = rows(forest(base, { "fleet/devices": true }));
  expect(names(opened)).toEqual(["fleet", "devices", "(0 of 1000)"]);
  expect(unanswered(opened)).toEqual([{ key: "fleet/devices", id: "id:fleet/devices" }]);
});

test("pages are put behind each other, and the rest is offered", () => {
  const base = tree({ fleet: { devices: 3 } });
  const page = (...children: string[]) => {
    const answer = tree({ devices: Object.fromEntries(children.map((each) => [each, {}])) }, {}, (path) => `id:fleet/${path}`);
    for (const node of Object.values(answer.nodes)) {
      node.path = `fleet/${node.path}`;
    }
    return answer;
  };
  const some = rows(forest(base, { "fleet/devices": true }, { "fleet/devices": [page("a", "b")] }));
  expect(names(some)).toEqual(["fleet", "devices", "a", "b", "(2 of 3)"]);
  expect(some[3]).toMatchObject({ level: 3, position: 2, siblings: 3 });
  const all = rows(forest(base, { "fleet/devices": true }, { "fleet/devices": [page("a", "b"), page("b", "c")] }));
  expect(names(all)).toEqual(["fleet", "devices", "a", "b", "c"]);
});

test("a row is the same row after a restart, which gives the process another id", () => {
  const before = rows(forest(tree({ shop: { till: {} } })));
  const after = rows(forest(tree({ shop: { till: {} } }, {}, (path) => `new:${path}`)));
  expect(after.map((row) => row.key)).toEqual(before.map((row) => row.key));
});

test("children with the same path are different rows", () => {
  const base = tree({ fleet: { a: {}, b: {} } }, { "fleet/a": { path: "fleet/device" }, "fleet/b": { path: "fleet/device" } });
  const keys = rows(forest(base)).map((row) => row.key);
  expect(new Set(keys).size).toBe(3);
});

test("what is wrong below is told by all above it", () => {
  const base = tree({ shop: { sales: { till: {}, desk: {} } } }, { "shop/sales/till": { state: "RESTARTING" }, "shop/sales/desk": { workingSeconds: 31, mailbox: 7 } });
  const [shop, sales] = rows(forest(base));
  expect(shop).toMatchObject({ trouble: { restarting: 1, wedged: 1, mailbox: 7 } });
  expect(sales).toMatchObject({ trouble: { restarting: 1, wedged: 1 } });
});

test("what the node has added up below a folded parent counts", () => {
  const descendants = { processes: 1000, mailbox: 40, restarts: 9, restarting: 2, stopped: 1, wedged: 0, partial: true };
  const [, devices] = rows(forest(tree({ fleet: { devices: 1000 } }, { "fleet/devices": { descendants } })));
  expect(devices).toMatchObject({ trouble: { restarting: 2, stopped: 1, mailbox: 40, partial: true } });
});

test("only trouble and the way to it can be shown", () => {
  const all = rows(forest(tree({ shop: { till: {}, psp: {} }, fleet: {} }, { "shop/psp": { state: "FAILED" } })));
  expect(names(onlyTrouble(all))).toEqual(["shop", "psp"]);
  expect(all.filter((row) => row.what === "node" && inTrouble(row.trouble))).toHaveLength(2);
});

test("rows that are held stay where they are, change in place, and tell how many changes wait", () => {
  const before = rows(forest(tree({ shop: { a: {}, b: {}, c: {} } })));
  const after = rows(forest(tree({ shop: { new: {}, a: {}, c: {} } }, { "shop/c": { mailbox: 5 } })));
  const { rows: kept, waiting } = held(before, after);
  expect(names(kept)).toEqual(["shop", "a", "b", "c"]);
  expect(kept[2]).toMatchObject({ gone: true });
  expect(kept[3]).toMatchObject({ gone: false, node: { mailbox: 5 } });
  expect(waiting).toBe(2);
  expect(held(after, after)).toEqual({ rows: after, waiting: 0 });
});
