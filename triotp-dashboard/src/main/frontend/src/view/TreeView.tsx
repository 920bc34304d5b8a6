import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Forest, type Row, held, onlyTrouble, rows, unanswered } from "../model/rows";
import { plural } from "../model/words";
import { adjust, applied, openPlace, parameter, show, useObserver } from "../shell";
import { ExportMenu } from "./ExportMenu";
import { TreeGrid } from "./TreeGrid";
import { useStill } from "./useStill";

/** All supervision trees as a table that opens and closes. */
export function TreeView() {
  const observer = useObserver();
  const opened = useSignal<ReadonlyMap<string, boolean>>(new Map());
  const active = useSignal<string | undefined>(undefined);
  const asked = useSignal<ReadonlySet<string>>(new Set());
  const troubleOnly = parameter("only") === "trouble";
  const all = useComputed((): Row[] => {
    const base = observer.base.value;
    if (base === undefined) {
      return [];
    }
    const forest: Forest = { base, pages: observer.pages.value, opened: opened.value };
    return rows(forest);
  });
  const latest = troubleOnly ? onlyTrouble(all.value) : all.value;
  const still = useStill(latest, (shown, now) => {
    const { rows: kept, waiting } = held(shown, now);
    return { shown: kept, waiting };
  });
  useEffect(() => {
    for (const { key, id } of unanswered(all.value)) {
      if (!asked.value.has(key)) {
        asked.value = new Set(asked.value).add(key);
        still.follow();
        void observer.more(key, id, 0).then(() => still.follow());
      }
    }
  });
  const toggle = (key: string, open: boolean) => {
    opened.value = new Map(opened.value).set(key, open);
    if (!open) {
      observer.close(key);
      const rest = new Set(asked.value);
      rest.delete(key);
      asked.value = rest;
    }
    still.follow();
  };
  const more = (row: Row) => {
    if (row.what === "more") {
      const at = all.value.findIndex((each) => each.key === row.key);
      void observer.more(row.parentKey, row.parentId, row.loaded).then(() => {
        // Where the offer was is the first of what was asked for.
        active.value = all.value[at]?.key ?? active.value;
        still.follow();
      });
    }
  };
  const open = (row: Row) => {
    if (row.what === "node") {
      openPlace(row.node.path, row.key.includes("\u0000") ? row.id : undefined);
    }
  };
  return (
    <section class="view" aria-labelledby="tree-title">
      <div class="bar">
        <h2 id="tree-title">Supervision trees</h2>
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            const typed = new FormData(event.currentTarget).get("q");
            show("top", { q: String(typed ?? "") });
          }}
        >
          <input type="search" name="q" placeholder="Search in all processes ( / )" aria-label="Search in all processes" maxLength={100} />
        </form>
        <label class="check">
          <input type="checkbox" checked={troubleOnly} onChange={(event) => adjust("only", event.currentTarget.checked ? "trouble" : undefined)} />
          Only what is in trouble
        </label>
        <span class="grow" />
        <ExportMenu />
      </div>
      <div class="grid-room" {...still.pointing}>
        <TreeGrid
          rows={still.shown}
          active={active.value}
          onActive={(key) => (active.value = key)}
          onToggle={toggle}
          onOpen={open}
          onMore={more}
          opened={parameter("at")}
        />
      </div>
      <p class="under">
        {latest.length === 0 && (troubleOnly ? "Nothing is in trouble. " : "No application has been started. ")}
        {still.waiting > 0 && (
          <button type="button" class="link" onClick={() => applied.value++}>
            {plural(still.waiting, "change")} {still.waiting === 1 ? "waits" : "wait"} while you point here; apply now ( r )
          </button>
        )}
      </p>
    </section>
  );
}
