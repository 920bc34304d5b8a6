import type { CrashGroup } from "../model/timeline";
import { count, plural, shortClass, shortFrame, timeOfDay } from "../model/words";
import { openPlace } from "../shell";
import { Frames } from "./Frames";

const SHOWN = 8;

/** Crashes of the same kind at the same place in the code are one line. */
export function CrashTable({ crashes }: { crashes: readonly CrashGroup[] }) {
  return (
    <>
      <h3>Causes</h3>
      <div class="scroll" tabIndex={0} role="group" aria-label="Table of causes">
        <table class="grid">
          <caption class="unseen">Crashes by cause, most first</caption>
          <thead>
            <tr>
              <th scope="col" class="number">Times</th>
              <th scope="col">Exception</th>
              <th scope="col">Where</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {crashes.slice(0, SHOWN).map((group) => (
              <tr key={group.signature}>
                <td class="number some">{count(group.count)}</td>
                <th scope="row">
                  <details>
                    <summary>
                      <b>{shortClass(group.type)}</b>
                      {group.where && <span class="muted"> at {shortFrame(group.where)}</span>}
                    </summary>
                    <p class="class-name">{group.type}</p>
                    {group.example.exception && <Frames frames={group.example.exception.frames} own={group.where} />}
                  </details>
                </th>
                <td>
                  <button type="button" class="link path" onClick={() => openPlace(group.paths[0]!)}>
                    {group.paths[0]}
                  </button>
                  {group.paths.length > 1 && <span class="muted"> and {plural(group.paths.length - 1, "other")}</span>}
                </td>
                <td class="when">{group.count === 1 ? timeOfDay(group.last) : `${timeOfDay(group.first)} – ${timeOfDay(group.last)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
