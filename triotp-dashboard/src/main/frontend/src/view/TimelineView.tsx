import { useComputed } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import type { Event } from "../endpoint/contract";
import { type Cluster, crashGroups, fitting, groups, lanes } from "../model/timeline";
import { plural } from "../model/words";
import { adjust, openPlace, parameter, useObserver } from "../shell";
import { CrashTable } from "./CrashTable";
import { EventTable } from "./EventTable";
import { PictureMenu } from "./PictureMenu";
import { Legend, TimelinePicture } from "./TimelinePicture";
import { useSize } from "./useSize";

const RANGES: readonly [string, string][] = [
  ["60", "1 min"],
  ["300", "5 min"],
  ["900", "15 min"],
  ["3600", "1 h"],
  ["21600", "6 h"],
  ["all", "all"],
];

const SHOWN_LANES = 60;

/** When and why what was restarted: the question no other inspector answers. */
export function TimelineView() {
  const observer = useObserver();
  const [fit] = useState(() => String(fitting(observer.log.value.events, observer.now.value)));
  const range = parameter("range") ?? fit;
  const below = parameter("path") ?? "";
  const troubleOnly = parameter("severity") === "WARNING";
  const [picked, setPicked] = useState<readonly Event[] | undefined>(undefined);
  const room = useRef<HTMLDivElement>(null);
  const { width } = useSize(room);
  const events = useComputed(() => observer.log.value.events);
  const to = observer.paused.value ? observer.heardAt.value : observer.now.value;
  const first = events.value[0];
  const from = range === "all" ? Math.min(first === undefined ? to - 60_000 : Date.parse(first.at), to - 60_000) : to - Number(range) * 1000;
  const inRange = events.value.filter(
    (event) =>
      Date.parse(event.at) >= from &&
      (below === "" || event.path === below || event.path.startsWith(`${below}/`)) &&
      (!troubleOnly || event.severity !== "INFO"),
  );
  const found = lanes(inRange);
  const shown = groups(found.toSorted((one, other) => other.weight - one.weight || other.last - one.last).slice(0, SHOWN_LANES));
  const crashes = crashGroups(inRange);
  const listed = picked ?? inRange;
  return (
    <section class="view scrolls" aria-labelledby="timeline-title">
      <div class="bar">
        <h2 id="timeline-title">Timeline</h2>
        <fieldset class="choice">
          <legend class="unseen">How far back</legend>
          {RANGES.map(([value, word]) => (
            <label key={value} class={range === value ? "chosen" : ""}>
              <input type="radio" name="range" value={value} checked={range === value} onChange={() => adjust("range", value)} />
              {word}
            </label>
          ))}
        </fieldset>
        <input
          type="search"
          placeholder="At or below a path ( / )"
          aria-label="At or below a path"
          value={below}
          onInput={(event) => adjust("path", event.currentTarget.value.replace(/\/+$/, ""))}
        />
        <label class="check">
          <input type="checkbox" checked={troubleOnly} onChange={(event) => adjust("severity", event.currentTarget.checked ? "WARNING" : undefined)} />
          Only trouble
        </label>
        <span class="grow" />
        <PictureMenu name="timeline" picture={() => room.current?.querySelector("svg") ?? null} />
      </div>
      <div class="timeline" ref={room}>
        {shown.length === 0 ? (
          <p class="empty">Nothing has happened {range === "all" ? "as far as is remembered" : "in this time"}.</p>
        ) : (
          <TimelinePicture groups={shown} from={from} to={to} width={width} onPick={(cluster: Cluster) => setPicked(cluster.marks.map((mark) => mark.event))} onPath={(path) => openPlace(path)} />
        )}
        {shown.length > 0 && <Legend />}
        {found.length > SHOWN_LANES && <p class="under">{plural(found.length - SHOWN_LANES, "place")} with less trouble {found.length - SHOWN_LANES === 1 ? "is" : "are"} in the table only.</p>}
      </div>
      {crashes.length > 0 && <CrashTable crashes={crashes} />}
      <h3>
        {picked === undefined ? `${plural(inRange.length, "event")}, the newest first` : plural(picked.length, "event that was picked", "events that were picked")}
        {picked !== undefined && (
          <button type="button" class="link" onClick={() => setPicked(undefined)}>
            show all
          </button>
        )}
      </h3>
      <EventTable events={listed} newestFirst />
      {observer.log.value.incomplete && <p class="under">What was before is forgotten.</p>}
    </section>
  );
}
