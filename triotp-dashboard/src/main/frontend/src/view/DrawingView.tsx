import { hierarchy, tree as tidy } from "d3-hierarchy";
import { useRef } from "preact/hooks";
import type { TreeNode } from "../endpoint/contract";
import { count, enumWords, mood } from "../model/words";
import { openPlace, parameter, useObserver } from "../shell";
import { PictureMenu } from "./PictureMenu";

const ROW = 26;

const COLUMN = 210;

const MOST = 300;

/** Of a larger family the first are drawn. */
const MOST_CHILDREN = 12;

interface Drawn {
  id: string;
  node: TreeNode | undefined;
  name: string;
  children: Drawn[];
}

/** A small tree as a drawing. A large one is a hairball, and stays a table. */
export function DrawingView() {
  const observer = useObserver();
  const room = useRef<HTMLDivElement>(null);
  const base = observer.base.value;
  const root = parameter("at");
  if (base === undefined) {
    return null;
  }
  const all = below(base.nodes, base.roots);
  const chosen = root === undefined ? undefined : find(all, root);
  const top: Drawn = chosen ?? { id: "", node: undefined, name: observer.summary.value?.node.name ?? "", children: all };
  const laid = tidy<Drawn>().nodeSize([ROW, COLUMN])(hierarchy(limited(top, MOST)));
  const nodes = laid.descendants();
  const from = Math.min(...nodes.map((node) => node.x));
  const to = Math.max(...nodes.map((node) => node.x));
  const depth = Math.max(...nodes.map((node) => node.depth));
  return (
    <section class="view scrolls" aria-labelledby="drawing-title">
      <div class="bar">
        <h2 id="drawing-title">Drawing{chosen?.node ? ` of ${chosen.node.path}` : ""}</h2>
        <span class="muted">the table of the tree tells the same, and all of it</span>
        <span class="grow" />
        <PictureMenu name="tree" picture={() => room.current?.querySelector("svg") ?? null} />
      </div>
      <div class="scroll drawing" ref={room} tabIndex={0} role="group" aria-label="The drawing">
        <svg width={(depth + 1) * COLUMN + 24} height={to - from + 2 * ROW} role="img" aria-label={`Drawing of ${count(nodes.length)} nodes`}>
          <g transform={`translate(12 ${ROW - from})`}>
            {laid.links().map((link) => (
              <path
                key={`${link.source.data.id} ${link.target.data.id}`}
                class="edge"
                d={`M${link.source.y + COLUMN - 46} ${link.source.x}C${link.source.y + COLUMN - 22} ${link.source.x} ${link.target.y - 24} ${link.target.x} ${link.target.y} ${link.target.x}`}
              />
            ))}
            {nodes.map((node) => (
              <g
                key={node.data.id}
                class={`drawn ${node.data.node ? mood(node.data.node.state) : "well"}`}
                transform={`translate(${node.y} ${node.x})`}
                onClick={() => node.data.node && openPlace(node.data.node.path)}
              >
                <title>{node.data.node ? `${node.data.node.path}: ${enumWords(node.data.node.state)}` : node.data.name}</title>
                <rect y={-10} width={COLUMN - 46} height={20} rx={node.data.node?.kind === "WORKER" ? 10 : 3} />
                <text x={8} y={4}>
                  {shorten(node.data.name)}
                </text>
              </g>
            ))}
          </g>
        </svg>
      </div>
    </section>
  );
}

function shorten(name: string): string {
  return name.length <= 23 ? name : `${name.slice(0, 22)}…`;
}

function below(nodes: Readonly<Record<string, TreeNode>>, ids: readonly string[]): Drawn[] {
  return ids.flatMap((id) => {
    const node = nodes[id];
    if (node === undefined) {
      return [];
    }
    const children = below(nodes, (node.children ?? []).slice(0, MOST_CHILDREN));
    const rest = node.childCount - children.length;
    const more = rest > 0 ? [{ id: `${id} more`, node: undefined, name: `… ${count(rest)} more`, children: [] }] : [];
    return [{ id, node, name: node.name, children: [...children, ...more] }];
  });
}

function find(all: readonly Drawn[], path: string): Drawn | undefined {
  for (const each of all) {
    const found = each.node?.path === path ? each : find(each.children, path);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Level by level, until there is no more room. */
function limited(top: Drawn, most: number): Drawn {
  const kept = new Set<Drawn>([top]);
  const queue = [top];
  for (let next = queue.shift(); next !== undefined && kept.size < most; next = queue.shift()) {
    for (const child of next.children) {
      if (kept.size < most) {
        kept.add(child);
        queue.push(child);
      }
    }
  }
  const copy = (drawn: Drawn): Drawn => ({ ...drawn, children: drawn.children.filter((child) => kept.has(child)).map(copy) });
  return copy(top);
}
