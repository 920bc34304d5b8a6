import type { Row } from "./rows";

/**
 * What a key does in the tree, as the pattern "treegrid" of the ARIA Authoring Practices has it.
 */
export type Move =
  | { what: "go"; key: string }
  | { what: "expand" | "collapse" | "open" | "more"; key: string }
  | { what: "nothing" };

const NOTHING: Move = { what: "nothing" };

export function move(rows: readonly Row[], activeKey: string | undefined, pressed: string, page: number): Move {
  if (rows.length === 0) {
    return NOTHING;
  }
  const found = rows.findIndex((row) => row.key === activeKey);
  const at = found < 0 ? 0 : found;
  const row = rows[at]!;
  switch (pressed) {
    case "ArrowDown":
      return go(rows, found < 0 ? 0 : at + 1);
    case "ArrowUp":
      return go(rows, at - 1);
    case "PageDown":
      return go(rows, at + page);
    case "PageUp":
      return go(rows, at - page);
    case "Home":
      return go(rows, 0);
    case "End":
      return go(rows, rows.length - 1);
    case "ArrowRight":
      if (row.what === "node" && row.expandable) {
        return row.expanded ? go(rows, at + 1) : { what: "expand", key: row.key };
      }
      return NOTHING;
    case "ArrowLeft":
      if (row.what === "node" && row.expanded) {
        return { what: "collapse", key: row.key };
      }
      return parentOf(rows, at);
    case "Enter":
      return { what: row.what === "more" ? "more" : "open", key: row.key };
    case " ":
      if (row.what === "more") {
        return { what: "more", key: row.key };
      }
      return row.expandable ? { what: row.expanded ? "collapse" : "expand", key: row.key } : NOTHING;
    default:
      return typed(rows, at, pressed);
  }
}

function go(rows: readonly Row[], to: number): Move {
  return { what: "go", key: rows[Math.min(rows.length - 1, Math.max(0, to))]!.key };
}

function parentOf(rows: readonly Row[], at: number): Move {
  const level = rows[at]!.level;
  for (let i = at - 1; i >= 0; i--) {
    if (rows[i]!.level < level) {
      return go(rows, i);
    }
  }
  return NOTHING;
}

/** A capital letter goes to the next row whose name begins with it; small letters are for the page. */
function typed(rows: readonly Row[], at: number, pressed: string): Move {
  if (!/^[A-Z0-9]$/.test(pressed)) {
    return NOTHING;
  }
  for (let step = 1; step <= rows.length; step++) {
    const index = (at + step) % rows.length;
    const row = rows[index]!;
    if (row.what === "node" && row.node.name.toUpperCase().startsWith(pressed)) {
      return go(rows, index);
    }
  }
  return NOTHING;
}

/** Which rows have to be in the document: those in sight, some around them, and never more. */
export function slice(total: number, rowHeight: number, scrollTop: number, height: number): { from: number; to: number } {
  const around = 8;
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - around);
  const to = Math.min(total, Math.ceil((scrollTop + height) / rowHeight) + around);
  return { from: Math.min(from, Math.max(0, total - 1)), to };
}
