import type { Tree, TreeNode } from "../src/endpoint/contract";

/** `{ shop: { till: {}, sales: {...} } }` as the endpoint would answer it; a number is that many children nobody asked for. */
export interface Shape {
  [name: string]: Shape | number;
}

export function tree(shape: Shape, changed: Record<string, Partial<TreeNode>> = {}, idOf = (path: string) => `id:${path}`): Tree {
  const nodes: Record<string, TreeNode> = {};
  const add = (name: string, below: Shape | number, parent: string): string => {
    const path = parent === "" ? name : `${parent}/${name}`;
    const id = idOf(path);
    const names = typeof below === "number" ? [] : Object.keys(below);
    const childCount = typeof below === "number" ? below : names.length;
    nodes[id] = {
      path,
      name,
      kind: childCount > 0 ? "SUPERVISOR" : "WORKER",
      restart: "PERMANENT",
      shutdown: "PT5S",
      state: "WAITING",
      incarnation: 1,
      childCount,
      ...(typeof below === "number" && below > 0 ? { childrenTruncated: true } : {}),
      ...changed[path],
    };
    if (typeof below !== "number") {
      nodes[id].children = names.map((each) => add(each, below[each]!, path));
    }
    return id;
  };
  const roots = Object.entries(shape).map(([name, below]) => add(name, below, ""));
  return { generatedAt: "2026-01-01T00:00:00Z", roots, depth: 4, limit: 400, returned: Object.keys(nodes).length, truncated: false, nodes, warnings: [] };
}
