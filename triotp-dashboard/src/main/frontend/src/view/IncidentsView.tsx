import { useEffect, useState } from "preact/hooks";
import type { Incident, IncidentHead } from "../endpoint/contract";
import { count, eventWords, plural, shortClass, shortFrame } from "../model/words";
import { adjust, openPlace, parameter, useObserver } from "../shell";
import { EventTable } from "./EventTable";
import { Frames } from "./Frames";
import { Clock } from "./Time";

/** What was known when something broke. */
export function IncidentsView() {
  const observer = useObserver();
  const [heads, setHeads] = useState<readonly IncidentHead[] | undefined>(undefined);
  const [incident, setIncident] = useState<Incident | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const id = parameter("incident");
  const newest = observer.summary.value?.events.newestSeq;
  useEffect(() => {
    const abort = new AbortController();
    observer.endpoint.incidents(abort.signal).then(
      (answer) => setHeads(answer.incidents),
      (failure: Error) => !abort.signal.aborted && setProblem(failure.message),
    );
    return () => abort.abort();
  }, [newest]);
  useEffect(() => {
    setIncident(undefined);
    setProblem(undefined);
    if (id === undefined) {
      return;
    }
    const abort = new AbortController();
    observer.endpoint.incident(id, abort.signal).then(setIncident, (failure: Error) => !abort.signal.aborted && setProblem(failure.message));
    return () => abort.abort();
  }, [id]);
  return (
    <section class="view scrolls" aria-labelledby="incidents-title">
      <div class="bar">
        <h2 id="incidents-title">Incidents</h2>
        <span class="muted">what was known when a supervisor gave up, an application failed or a handler was stuck</span>
      </div>
      {problem !== undefined && <p class="notice error">{problem}</p>}
      {heads !== undefined && heads.length === 0 && <p class="empty">None so far.</p>}
      <ul class="incident-list">
        {(heads ?? []).map((head) => (
          <li key={head.id}>
            <button type="button" class={head.id === id ? "incident chosen" : "incident"} aria-pressed={head.id === id} onClick={() => adjust("incident", head.id === id ? undefined : head.id)}>
              <Clock at={head.at} /> <b>{head.path}</b> {eventWords(head.type)} <span class="muted clamped">{head.detail}</span>
            </button>
          </li>
        ))}
      </ul>
      {incident && <Whole incident={incident} />}
    </section>
  );
}

function Whole({ incident }: { incident: Incident }) {
  const cause = incident.events.find((event) => event.exception !== undefined)?.exception;
  return (
    <article class="incident-body">
      <h3>
        <button type="button" class="link path" onClick={() => openPlace(incident.path)}>
          {incident.path}
        </button>{" "}
        {eventWords(incident.type)}
      </h3>
      {cause && (
        <p>
          Last cause: <b>{shortClass(cause.type)}</b> {cause.where && <span class="muted">at {shortFrame(cause.where)}</span>}
        </p>
      )}
      <h4>What had happened there</h4>
      <EventTable events={incident.events} />
      {incident.fullest.some((row) => row.mailbox > 0) && (
        <>
          <h4>Fullest mailboxes</h4>
          <ul class="plain-list">
            {incident.fullest
              .filter((row) => row.mailbox > 0)
              .map((row) => (
                <li key={row.id}>
                  {count(row.mailbox)} <span class="path">{row.path}</span>
                </li>
              ))}
          </ul>
        </>
      )}
      {incident.lost.length > 0 && (
        <>
          <h4>Lost messages</h4>
          <ul class="plain-list">
            {incident.lost.map((lost) => (
              <li key={`${lost.path} ${lost.message} ${lost.reason}`}>
                {plural(lost.count, shortClass(lost.message), shortClass(lost.message))} to <span class="path">{lost.path}</span> <span class="muted">{lost.reason.toLowerCase().replaceAll("_", " ")}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {incident.threads.length > 0 && (
        <>
          <h4>Where its code was</h4>
          {incident.threads.map((thread) => (
            <details key={thread.id}>
              <summary>
                <span class="path">{thread.path}</span> {thread.message && shortClass(thread.message)}
              </summary>
              <Frames frames={thread.stack} />
            </details>
          ))}
        </>
      )}
    </article>
  );
}
