import { expect, test } from "vitest";
import { rows } from "../src/model/rows";
import { move, slice } from "../src/model/treeKeys";
import { tree } from "./trees";

const all = rows({ base: tree({ shop: { sales: { till: {} }, psp: {} }, fleet: { devices: 1000 } }), pages: new Map(), opened: new Map([["fleet/devices", false]]) });

const key = (index: number) => all[index]!.key;

test("arrows go up and down and stop at the ends", () => {
  expect(move(all, key(0), "ArrowDown", 10)).toEqual({ what: "go", key: "shop/sales" });
  expect(move(all, key(0), "ArrowUp", 10)).toEqual({ what: "go", key: "shop" });
  expect(move(all, key(5), "ArrowDown", 10)).toEqual({ what: "go", key: "fleet/devices" });
  expect(move(all, undefined, "ArrowDown", 10)).toEqual({ what: "go", key: "shop" });
  expect(move(all, key(0), "End", 10)).toEqual({ what: "go", key: "fleet/devices" });
  expect(move(all, key(0), "PageDown", 3)).toEqual({ what: "go", key: key(3) });
});

test("right opens, or goes to the first child; left closes, or goes to the parent", () => {
  expect(move(all, "fleet/devices", "ArrowRight", 10)).toEqual({ what: "expand", key: "fleet/devices" });
  expect(move(all, "shop", "ArrowRight", 10)).toEqual({ what: "go", key: "shop/sales" });
  expect(move(all, "shop", "ArrowLeft", 10)).toEqual({ what: "collapse", key: "shop" });
  expect(move(all, "shop/sales/till", "ArrowLeft", 10)).toEqual({ what: "go", key: "shop/sales" });
  expect(move(all, "shop/sales/till", "ArrowRight", 10)).toEqual({ what: "nothing" });
});

test("Enter opens the details, a capital letter finds a name", () => {
  expect(move(all, "shop/psp", "Enter", 10)).toEqual({ what: "open", key: "shop/psp" });
  expect(move(all, "shop", "T", 10)).toEqual({ what: "go", key: "shop/sales/till" });
  expect(move(all, "shop/sales/till", "S", 10)).toEqual({ what: "go", key: "shop" });
  expect(move(all, "shop", "t", 10)).toEqual({ what: "nothing" });
  expect(move([], undefined, "ArrowDown", 10)).toEqual({ what: "nothing" });
});

test("of a hundred thousand rows those in sight are in the document", () => {
  const { from, to } = slice(100_000, 28, 28 * 73_412, 560);
  expect(from).toBe(73_404);
  expect(to).toBe(73_440);
  expect(slice(3, 28, 0, 560)).toEqual({ from: 0, to: 3 });
  expect(slice(0, 28, 0, 560)).toEqual({ from: 0, to: 0 });
});
