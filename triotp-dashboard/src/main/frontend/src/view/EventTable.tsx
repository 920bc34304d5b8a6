import { useState } from "preact/hooks";
import type { Event } from "../endpoint/contract";
import { enumWords, eventWords, seconds, shortClass, shortFrame } from "../model/words";
import { openPlace } from "../shell";
import { Frames } from "./Frames";
import { Shape } from "./Shape";
import { Clock } from "./Time";

const PAGE = 100;

/** What has happened, each with its cause. */
export function EventTable({ events, newestFirst, withPath = true }: { events: readonly Event[]; newestFirst?: boolean; withPath?: boolean }) {
  const [limit, setLimit] = useState(PAGE);
  const ordered = newestFirst ? events.toReversed() : events;
  const shown = ordered.slice(0, limit);
  return (
    <>
      <div class="scroll" tabIndex={0} role="group" aria-label="Table of events">
        <table class="grid events">
          <caption class="unseen">Events</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {withPath && <th scope="col">Place</th>}
              <th scope="col">What</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((event) => (
              <tr key={event.seq} class={event.severity.toLowerCase()}>
                <td class="when">
                  <Clock at={event.at} />
                </td>
                {withPath && (
                  <td>
                    <button type="button" class="link path" onClick={() => openPlace(event.path)}>
                      {event.path}
                    </button>
                  </td>
                )}
                <td class="what">
                  <Shape mood={event.severity === "ERROR" ? "broken" : event.severity === "WARNING" ? "trouble" : "quiet"} />
                  {eventWords(event.type)}
                  {event.incarnation !== undefined && <span class="muted"> #{event.incarnation}</span>}
                  {event.delaySeconds !== undefined && <span class="muted"> in {seconds(event.delaySeconds)}</span>}
                </td>
                <td>
                  <Why event={event} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ordered.length > limit && (
        <p class="under">
          <button type="button" class="link" onClick={() => setLimit(limit + PAGE)}>
            Show {Math.min(PAGE, ordered.length - limit)} more
          </button>
        </p>
      )}
    </>
  );
}

function Why({ event }: { event: Event }) {
  const { exception, detail, reason } = event;
  if (exception !== undefined) {
    return (
      <details>
        <summary>
          <b>{shortClass(exception.type)}</b>
          {exception.where && <span class="muted"> at {shortFrame(exception.where)}</span>}
        </summary>
        <p class="class-name">{exception.type}</p>
        <Frames frames={exception.frames} own={exception.where} />
      </details>
    );
  }
  return <>{detail ?? (reason === undefined ? "" : enumWords(reason))}</>;
}
