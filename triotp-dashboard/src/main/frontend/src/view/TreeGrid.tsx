import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { inTrouble, type MoreRow, type NodeRow, type Row, WEDGED_SECONDS } from "../model/rows";
import { move, slice } from "../model/treeKeys";
import { count, enumWords, mood, plural, seconds, shortClass, strategyWords } from "../model/words";
import { Ago } from "./Time";
import { Shape } from "./Shape";
import { useHeight } from "./useSize";

/** As in grid.css. */
const ROW_HEIGHT = 28;

interface Props {
  rows: readonly Row[];
  active: string | undefined;
  opened: string | undefined;
  onActive: (key: string) => void;
  onToggle: (key: string, open: boolean) => void;
  onOpen: (row: Row) => void;
  onMore: (row: Row) => void;
}

/**
 * Only the rows in sight are in the document, so the focus stays on the grid, which names the active row
 * (`aria-activedescendant`); rows tell their level and how many they are.
 */
export function TreeGrid({ rows, active, opened, onActive, onToggle, onOpen, onMore }: Props) {
  const room = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const height = useHeight(room);
  const { from, to } = slice(rows.length, ROW_HEIGHT, top, height);
  const activeAt = rows.findIndex((row) => row.key === active);
  const scrollTo = (index: number) => {
    const element = room.current;
    if (element === null || index < 0) {
      return;
    }
    const head = ROW_HEIGHT;
    const y = index * ROW_HEIGHT;
    if (y < element.scrollTop) {
      element.scrollTop = y;
    } else if (y + ROW_HEIGHT + head > element.scrollTop + element.clientHeight) {
      element.scrollTop = y + ROW_HEIGHT + head - element.clientHeight;
    }
  };
  useLayoutEffect(() => scrollTo(activeAt), [active]);
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const made = move(rows, active, event.key, Math.max(1, Math.floor(height / ROW_HEIGHT) - 2));
    if (made.what === "nothing") {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    onActive(made.key);
    const row = rows.find((each) => each.key === made.key);
    if (made.what === "expand" || made.what === "collapse") {
      onToggle(made.key, made.what === "expand");
    } else if (made.what === "open" && row !== undefined) {
      onOpen(row);
    } else if (made.what === "more" && row !== undefined) {
      onMore(row);
    }
  };
  const shownActive = activeAt >= from && activeAt < to ? `row-${activeAt}` : undefined;
  return (
    <div
      class="grid tree-grid"
      role="treegrid"
      aria-label="Processes by supervisor"
      aria-rowcount={rows.length + 1}
      aria-readonly="true"
      aria-activedescendant={shownActive}
      tabIndex={0}
      ref={room}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={pressed}
      onFocus={() => active === undefined && rows[0] !== undefined && onActive(rows[0].key)}
    >
      <div role="rowgroup" class="head-group">
        <div role="row" class="row head" aria-rowindex={1}>
          <span role="columnheader" class="name">Name</span>
          <span role="columnheader" class="state">State</span>
          <span role="columnheader" class="number mailbox">Mailbox</span>
          <span role="columnheader" class="number working">At work for</span>
          <span role="columnheader" class="number restarts">Restarts</span>
          <span role="columnheader" class="last">Last end</span>
        </div>
      </div>
      <div role="rowgroup">
        <div class="space" role="presentation" style={{ height: `${from * ROW_HEIGHT}px` }} />
        {rows.slice(from, to).map((row, index) => {
          const at = from + index;
          const shared = { at, active: row.key === active, onActive: () => onActive(row.key) };
          return row.what === "more" ? (
            <More key={row.key} row={row} {...shared} onMore={() => onMore(row)} />
          ) : (
            <NodeLine
              key={row.key}
              row={row}
              {...shared}
              opened={opened === row.node.path}
              onToggle={() => onToggle(row.key, !row.expanded)}
              onOpen={() => onOpen(row)}
            />
          );
        })}
        <div class="space" role="presentation" style={{ height: `${Math.max(0, rows.length - to) * ROW_HEIGHT}px` }} />
      </div>
    </div>
  );
}

interface Shared {
  at: number;
  active: boolean;
  onActive: () => void;
}

function NodeLine(props: Shared & { row: NodeRow; opened: boolean; onToggle: () => void; onOpen: () => void }) {
  const { row, at } = props;
  const { node, trouble } = row;
  const mailbox = row.expanded || node.kind === "WORKER" ? (node.mailbox ?? 0) : trouble.mailbox;
  return (
    <div
      id={`row-${at}`}
      role="row"
      class={rowClass(row, props.active, props.opened)}
      aria-rowindex={at + 2}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.expandable ? row.expanded : undefined}
      aria-selected={props.opened}
      onClick={() => {
        props.onActive();
        props.onOpen();
      }}
    >
      <span role="gridcell" class="name" style={{ paddingInlineStart: `${(row.level - 1) * 16 + 4}px` }}>
        <span
          class={row.expandable ? "twisty can" : "twisty"}
          aria-hidden="true"
          onClick={(event) => {
            if (row.expandable) {
              event.stopPropagation();
              props.onActive();
              props.onToggle();
            }
          }}
        >
          {row.expandable ? (row.expanded ? "▾" : "▸") : ""}
        </span>
        <b title={node.path}>{node.name}</b>
        <span class="tag">
          {node.kind === "WORKER" ? shortClass(node.behavior ?? "") : strategyWords(node)}
          {node.durable !== undefined && (node.durable.version === 0 ? " · nothing stored" : ` · version ${count(node.durable.version)}`)}
          {node.childCount > 0 && !row.expanded && ` · ${count(node.childCount)}`}
        </span>
      </span>
      <span role="gridcell" class="state">
        {row.gone ? (
          <span class="muted">gone</span>
        ) : (
          <>
            <Shape mood={mood(node.state)} />
            {enumWords(node.state)}
            {!row.expanded && row.expandable && inTrouble(trouble) && <Below row={row} />}
          </>
        )}
      </span>
      <span role="gridcell" class={mailbox > 0 ? "number mailbox some" : "number mailbox"}>
        {count(mailbox)}
        {node.capacity !== undefined && <small>/{count(node.capacity)}</small>}
      </span>
      <span role="gridcell" class={(node.workingSeconds ?? 0) >= WEDGED_SECONDS ? "number working bad" : "number working"}>
        {node.workingSeconds === undefined ? "" : seconds(node.workingSeconds)}
      </span>
      <span role="gridcell" class={(node.restarts ?? 0) > 0 ? "number restarts some" : "number restarts"}>
        {count(node.restarts ?? 0)}
        {node.restartsInPeriod !== undefined && node.restartsInPeriod > 0 && node.maxRestarts !== undefined && (
          <small title={`${node.restartsInPeriod} of ${node.maxRestarts} restarts are used up now`}>
            {" "}
            {node.restartsInPeriod}/{node.maxRestarts}
          </small>
        )}
      </span>
      <span role="gridcell" class="last">
        {node.lastExit && (
          <>
            {shortClass(node.lastExit.exception ?? enumWords(node.lastExit.reason))} {node.lastExit.at && <Ago at={node.lastExit.at} />}
          </>
        )}
      </span>
    </div>
  );
}

function rowClass(row: NodeRow, active: boolean, opened: boolean): string {
  return ["row", active && "active", opened && "opened", row.gone && "gone"].filter(Boolean).join(" ");
}

/** What is wrong below a parent that is closed. */
function Below({ row }: { row: NodeRow }) {
  const { restarting, stopped, wedged, partial } = row.trouble;
  const own = row.node.state === "RESTARTING" ? 1 : 0;
  const words = [
    restarting - own > 0 && `${count(restarting - own)} restarting`,
    stopped > 0 && `${count(stopped)} stopped`,
    wedged > 0 && `${count(wedged)} stuck`,
  ].filter(Boolean);
  return words.length === 0 ? null : (
    <span class="below" title={partial ? "There was no time to look at all of them" : undefined}>
      <Shape mood="trouble" />
      {words.join(", ")}
      {partial && "+"}
    </span>
  );
}

function More(props: Shared & { row: MoreRow; onMore: () => void }) {
  const { row, at } = props;
  return (
    <div
      id={`row-${at}`}
      role="row"
      class={props.active ? "row more active" : "row more"}
      aria-rowindex={at + 2}
      aria-level={row.level}
      onClick={() => {
        props.onActive();
        props.onMore();
      }}
    >
      <span role="gridcell" class="name" style={{ paddingInlineStart: `${(row.level - 1) * 16 + 24}px` }}>
        {row.loaded === 0 ? `${plural(row.total, "child", "children")} …` : `… ${count(row.total - row.loaded)} more: show the next 100`}
      </span>
    </div>
  );
}
