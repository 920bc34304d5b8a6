import type { Tree, TreeNode } from "../endpoint/contract";

/**
 * Which rows the tree has. The endpoint answers with a flat map of nodes for the first levels ("base") and one for
 * each supervisor that was opened below them ("pages", in order); nothing is merged, rows are read from them.
 *
 * A row is known by its path, because a process has a new id after each restart and its row is still the same row.
 * Children of a dynamic supervisor may share a path: then the id is part of the key.
 */

export interface NodeRow {
  what: "node";
  key: string;
  id: string;
  node: TreeNode;
  level: number;
  position: number;
  siblings: number;
  expandable: boolean;
  expanded: boolean;
  trouble: Trouble;
  /** It was there when the rows were held still, and is there no more. */
  gone: boolean;
}

/** Stands for the siblings that were not asked for. */
export interface MoreRow {
  what: "more";
  key: string;
  parentKey: string;
  parentId: string;
  level: number;
  loaded: number;
  total: number;
}

export type Row = NodeRow | MoreRow;

/** What is wrong with a node and with all below it. */
export interface Trouble {
  restarting: number;
  stopped: number;
  wedged: number;
  mailbox: number;
  /** Not all of them were looked at. */
  partial: boolean;
}

/** A handler that works on one message for so long deserves a look. */
export const WEDGED_SECONDS = 30;

/** Smaller families are open at first. */
const OPEN_CHILDREN = 50;

const OPEN_LEVELS = 2;

export interface Forest {
  base: Tree;
  /** By key of the row, the answers for its children, page by page. */
  pages: ReadonlyMap<string, readonly Tree[]>;
  /** By key, what somebody has opened or closed. */
  opened: ReadonlyMap<string, boolean>;
}

interface Family {
  ids: readonly string[];
  nodes: Readonly<Record<string, TreeNode>>;
}

export function rows(forest: Forest): Row[] {
  const result: Row[] = [];
  addFamily(forest, forest.base.nodes, forest.base.roots, 1, result);
  return result;
}

/** The supervisors that are open and whose children nobody has asked for. */
export function unanswered(rowsOfTree: readonly Row[]): { key: string; id: string }[] {
  return rowsOfTree.flatMap((row) =>
    row.what === "more" && row.loaded === 0 ? [{ key: row.parentKey, id: row.parentId }] : [],
  );
}

function addFamily(
  forest: Forest,
  nodes: Readonly<Record<string, TreeNode>>,
  ids: readonly string[],
  level: number,
  into: Row[],
): void {
  const known = ids.filter((id) => nodes[id] !== undefined);
  const taken = new Set<string>();
  known.forEach((id, index) => {
    const node = nodes[id]!;
    const key = taken.has(node.path) ? `${node.path}\u0000${id}` : node.path;
    taken.add(node.path);
    addNode(forest, nodes, id, key, level, index + 1, known.length, into);
  });
}

function addNode(
  forest: Forest,
  nodes: Readonly<Record<string, TreeNode>>,
  id: string,
  key: string,
  level: number,
  position: number,
  siblings: number,
  into: Row[],
): void {
  const node = nodes[id]!;
  const expandable = node.childCount > 0;
  const expanded = expandable && (forest.opened.get(key) ?? (level <= OPEN_LEVELS && node.childCount <= OPEN_CHILDREN));
  into.push({
    what: "node",
    key,
    id,
    node,
    level,
    position,
    siblings,
    expandable,
    expanded,
    trouble: troubleOf(nodes, id),
    gone: false,
  });
  if (!expanded) {
    return;
  }
  const family = familyOf(forest, nodes, id, key);
  const before = into.length;
  addFamily(forest, family.nodes, family.ids, level + 1, into);
  const loaded = family.ids.length;
  const total = Math.max(node.childCount, loaded);
  for (let i = before; i < into.length; i++) {
    const row = into[i]!;
    if (row.what === "node" && row.level === level + 1) {
      row.siblings = total;
    }
  }
  if (loaded < node.childCount) {
    into.push({ what: "more", key: `${key}\u0000more`, parentKey: key, parentId: id, level: level + 1, loaded, total });
  }
}

function familyOf(forest: Forest, nodes: Readonly<Record<string, TreeNode>>, id: string, key: string): Family {
  const pages = forest.pages.get(key);
  if (pages === undefined || pages.length === 0) {
    const node = nodes[id]!;
    return { ids: (node.children ?? []).filter((child) => nodes[child] !== undefined), nodes };
  }
  if (pages.length === 1) {
    return { ids: childrenIn(pages[0]!), nodes: pages[0]!.nodes };
  }
  const ids: string[] = [];
  const all: Record<string, TreeNode> = {};
  for (const page of pages) {
    for (const child of childrenIn(page)) {
      if (all[child] === undefined) {
        ids.push(child);
      }
    }
    Object.assign(all, page.nodes);
  }
  return { ids, nodes: all };
}

/** A page for one supervisor has it as its root. */
function childrenIn(page: Tree): string[] {
  return page.roots.flatMap((root) => page.nodes[root]?.children ?? []).filter((id) => page.nodes[id] !== undefined);
}

export function troubleOf(nodes: Readonly<Record<string, TreeNode>>, id: string): Trouble {
  const node = nodes[id];
  const none: Trouble = { restarting: 0, stopped: 0, wedged: 0, mailbox: 0, partial: false };
  if (node === undefined) {
    return none;
  }
  const own = ownTrouble(node);
  if (node.descendants !== undefined) {
    return {
      restarting: own.restarting + node.descendants.restarting,
      stopped: own.stopped + node.descendants.stopped,
      wedged: own.wedged + node.descendants.wedged,
      mailbox: own.mailbox + node.descendants.mailbox,
      partial: node.descendants.partial === true,
    };
  }
  return (node.children ?? []).map((child) => troubleOf(nodes, child)).reduce(add, own);
}

function ownTrouble(node: TreeNode): Trouble {
  return {
    restarting: node.state === "RESTARTING" ? 1 : 0,
    stopped: node.state === "FAILED" || (node.state === "STOPPED" && node.kind === "WORKER") ? 1 : 0,
    wedged: (node.workingSeconds ?? 0) >= WEDGED_SECONDS ? 1 : 0,
    mailbox: node.mailbox ?? 0,
    partial: false,
  };
}

function add(one: Trouble, other: Trouble): Trouble {
  return {
    restarting: one.restarting + other.restarting,
    stopped: one.stopped + other.stopped,
    wedged: one.wedged + other.wedged,
    mailbox: one.mailbox + other.mailbox,
    partial: one.partial || other.partial,
  };
}

export function inTrouble(trouble: Trouble): boolean {
  return trouble.restarting + trouble.stopped + trouble.wedged > 0;
}

/** Only what is in trouble, and the way to it. */
export function onlyTrouble(all: readonly Row[]): Row[] {
  return all.filter((row) => row.what === "node" && inTrouble(row.trouble));
}

/**
 * The rows somebody points at stay where they are: values change in place, who is gone is shown as gone, who is new
 * waits. Whoever points elsewhere sees the latest.
 */
export function held(shown: readonly Row[], latest: readonly Row[]): { rows: Row[]; waiting: number } {
  const now = new Map(latest.map((row) => [row.key, row]));
  let waiting = 0;
  const kept = shown.map((row): Row => {
    const found = now.get(row.key);
    now.delete(row.key);
    if (found !== undefined) {
      return found;
    }
    waiting++;
    return row.what === "node" ? { ...row, gone: true } : row;
  });
  return { rows: kept, waiting: waiting + now.size };
}
