import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ActionName, Bonds, Process } from "../endpoint/contract";
import { OpenPlace } from "../live/place";
import { actionsFor } from "../model/consequences";
import { count, enumWords, isoDuration, mood, plural, seconds, shortClass } from "../model/words";
import { closePlace, openPlace, show, useObserver } from "../shell";
import { ActionDialog } from "./ActionDialog";
import { EventTable } from "./EventTable";
import { Frames } from "./Frames";
import { Shape } from "./Shape";
import { Ago } from "./Time";
import { Value } from "./Value";

/** One process or place beside everything else. */
export function PlaceDrawer({ path, id }: { path: string; id: string | undefined }) {
  const observer = useObserver();
  const place = useMemo(() => new OpenPlace(observer.endpoint, path, id, () => !document.hidden && !observer.paused.value), [path, id]);
  const [action, setAction] = useState<ActionName | undefined>(undefined);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    place.start();
    return () => place.end();
  }, [place]);
  // Not after the next picture: a key pressed until then would reach nobody.
  useLayoutEffect(() => {
    const before = document.activeElement;
    title.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus({ preventScroll: true });
      }
    };
  }, [place]);
  const process = place.process.value;
  const problem = place.problem.value;
  const access = observer.summary.value?.access;
  return (
    <aside class="place" aria-labelledby="place-title">
      <header>
        <h2 id="place-title" ref={title} tabIndex={-1}>
          {path}
        </h2>
        <button type="button" class="plain" aria-label="Close the details" onClick={closePlace}>
          <span aria-hidden="true">✕</span>
        </button>
      </header>
      {problem !== undefined && <p class="notice warning">{problem}</p>}
      {process && (
        <>
          <Facts process={process} />
          {access?.actions && (
            <div class="actions" role="group" aria-label="Actions">
              {actionsFor(process).map((each) => (
                <button key={each} type="button" class={each === "kill" || each === "terminate" ? "danger" : ""} onClick={() => setAction(each)}>
                  {each.charAt(0).toUpperCase() + each.slice(1)} …
                </button>
              ))}
            </div>
          )}
          <Mailbox process={process} />
          <h3>What happened here</h3>
          {process.lastEvents.length === 0 ? <p class="muted">Nothing that is remembered.</p> : <EventTable events={process.lastEvents} withPath={false} />}
          <p>
            <button type="button" class="link" onClick={() => show("timeline", { path, at: path, range: "all" })}>
              In the timeline
            </button>
          </p>
          <OnDemand title="Stack" shown={place.include.value.has("stack")} onShow={(shown) => place.show("stack", shown)}>
            {process.stack === undefined || process.stack.length === 0 ? <p class="muted">It runs no code now.</p> : <Frames frames={process.stack} />}
          </OnDemand>
          {access !== undefined && access.values !== "NEVER" && (
            <OnDemand title="State" shown={place.include.value.has("state")} onShow={(shown) => place.show("state", shown)}>
              {process.serverState?.unavailable !== undefined ? (
                <p class="muted">{process.serverState.unavailable}</p>
              ) : (
                <>
                  <p class="class-name">{process.serverState?.type}</p>
                  <Value value={process.serverState?.value} />
                </>
              )}
            </OnDemand>
          )}
          <Neighbours process={process} />
          <p class="muted">Not to be had on the JVM: {process.unsupported.map((each) => enumWords(each.replace(/([A-Z])/g, " $1"))).join(", ")}.</p>
        </>
      )}
      {process && action && <ActionDialog process={process} action={action} onClose={() => setAction(undefined)} onDone={() => void place.again()} />}
    </aside>
  );
}

function Facts({ process }: { process: Process }) {
  const { place, current } = process;
  const state = place?.state ?? (process.state === "RUNNABLE" ? "RUNNING" : (process.state ?? "ENDED"));
  return (
    <dl class="facts">
      <Fact name="State">
        <Shape mood={mood(state)} />
        {enumWords(state)}
        {place?.restartAt && (
          <>
            , is started again <Until at={place.restartAt} />
          </>
        )}
      </Fact>
      {current && (
        <Fact name="Works on">
          {current.message === undefined ? "its start or its end" : <span title={current.message}>{shortClass(current.message)}</span>}
          {current.seconds !== undefined && ` for ${seconds(current.seconds)}`}
          {(current.waitsFor ?? []).map((each) => (
            <span key={each.id}>
              {" "}
              → waits for{" "}
              <button type="button" class="link path" onClick={() => openPlace(each.path, each.id)}>
                {each.path}
              </button>
            </span>
          ))}
        </Fact>
      )}
      <Fact name="Process">
        {process.id}
        {place && `, incarnation ${count(place.incarnation)}`}
        {process.startedAt && (
          <>
            , started <Ago at={process.startedAt} />
          </>
        )}
      </Fact>
      {process.durable && (
        <Fact name="Stored">
          {process.durable.version === 0 ? "nothing yet" : `version ${count(process.durable.version)}`}
          {process.durable.committedAt && (
            <>
              , <Ago at={process.durable.committedAt} />
            </>
          )}
          {`, as ${process.durable.type}/${process.durable.key} in ${process.durable.store}`}
          {process.durable.uncommittedSeconds !== undefined && `; a change waits for ${seconds(process.durable.uncommittedSeconds)}`}
        </Fact>
      )}
      {process.durable && process.durable.reminders.length > 0 && (
        <Fact name="Reminders">
          {process.durable.reminders.map((each, index) => (
            <span key={each.name}>
              {index > 0 && ", "}
              {each.name} <Until at={each.due} />
            </span>
          ))}
        </Fact>
      )}
      {process.behavior && (
        <Fact name="Code">
          <span class="class-name">{process.behavior}</span>
        </Fact>
      )}
      {process.names && process.names.length > 0 && <Fact name="Names">{process.names.join(", ")}</Fact>}
      {process.handled !== undefined && <Fact name="Handled">{plural(process.handled, "message")}</Fact>}
      <Fact name="Past">
        {plural(process.crashes, "crash", "crashes")}, {plural(place?.restarts ?? process.restarts, "restart")}
        {place?.lastExit && (
          <>
            ; last end: {shortClass(place.lastExit.exception ?? enumWords(place.lastExit.reason))} {place.lastExit.at && <Ago at={place.lastExit.at} />}
          </>
        )}
      </Fact>
      {place && (
        <Fact name="Rule">
          {enumWords(place.restart)}
          {place.significant && ", significant"}, stopped within {isoDuration(place.shutdown)}
        </Fact>
      )}
      {process.supervisor && (
        <Fact name="Supervisor">
          <button type="button" class="link path" onClick={() => openPlace(process.supervisor!.path)}>
            {process.supervisor.path}
          </button>
          {process.supervisor.strategy && ` ${enumWords(process.supervisor.strategy)}`}
          {process.supervisor.restartsInPeriod !== undefined && process.supervisor.maxRestarts !== undefined && (
            <>
              , {process.supervisor.restartsInPeriod} of {plural(process.supervisor.maxRestarts, "restart")} used up
            </>
          )}
        </Fact>
      )}
      {process.thread && (
        <Fact name="Thread">
          {process.thread.name || `#${process.thread.id}`}
          {process.thread.virtual ? ", virtual" : ""}, {enumWords(process.thread.state)}
        </Fact>
      )}
    </dl>
  );
}

function Until({ at }: { at: string }) {
  const left = (Date.parse(at) - useObserver().now.value) / 1000;
  return <time dateTime={at}>{left <= 0 ? "now" : `in ${seconds(Math.ceil(left))}`}</time>;
}

function Fact(props: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Mailbox({ process }: { process: Process }) {
  const mailbox = process.mailbox;
  if (mailbox === undefined) {
    return null;
  }
  return (
    <>
      <h3>Mailbox</h3>
      <p>
        <b>{count(mailbox.size)}</b>
        {mailbox.capacity !== undefined && ` of ${count(mailbox.capacity)}`} {mailbox.size === 1 ? "message waits" : "messages wait"}
        {mailbox.oldestAtLeastSeconds !== undefined && `, the oldest for at least ${seconds(mailbox.oldestAtLeastSeconds)}`}
        {mailbox.overflow && <span class="muted">; when it is full: {enumWords(mailbox.overflow)}</span>}
      </p>
      {mailbox.messages.length > 0 && (
        <ul class="bars">
          {mailbox.messages.map((each) => (
            <li key={each.type} title={each.type}>
              <span class="bar-room">
                <span class="bar-fill" style={{ width: `${(each.count / Math.max(1, mailbox.messages[0]!.count)) * 100}%` }} />
              </span>
              <span class="bar-count">{count(each.count)}</span> {shortClass(each.type)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function OnDemand(props: { title: string; shown: boolean; onShow: (shown: boolean) => void; children: preact.ComponentChildren }) {
  return (
    <section class="on-demand">
      <button type="button" class="disclosure" aria-expanded={props.shown} onClick={() => props.onShow(!props.shown)}>
        <span aria-hidden="true">{props.shown ? "▾" : "▸"}</span> {props.title}
      </button>
      {props.shown && props.children}
    </section>
  );
}

function Neighbours({ process }: { process: Process }) {
  const all: [string, Bonds | undefined][] = [
    ["Linked to", process.links],
    ["Monitors", process.monitors],
    ["Monitored by", process.monitoredBy],
  ];
  const some = all.filter(([, bonds]) => bonds !== undefined && bonds.total > 0);
  if (some.length === 0 && !process.timers) {
    return null;
  }
  return (
    <>
      <h3>Bonds</h3>
      <dl class="facts">
        {some.map(([name, bonds]) => (
          <Fact key={name} name={name}>
            {bonds!.some.map((each, index) => (
              <span key={each.id}>
                {index > 0 && ", "}
                <button type="button" class="link path" onClick={() => openPlace(each.path, each.id)}>
                  {each.path}
                </button>
              </span>
            ))}
            {bonds!.total > bonds!.some.length && ` and ${count(bonds!.total - bonds!.some.length)} more`}
          </Fact>
        ))}
        {process.timers !== undefined && process.timers > 0 && <Fact name="Timers">{count(process.timers)}</Fact>}
      </dl>
    </>
  );
}
