import { CopyButton } from "./CopyButton";

/** A stack, innermost first; the first frame that is neither the JDK's nor a library's stands out. */
export function Frames({ frames, own }: { frames: readonly string[]; own?: string | undefined }) {
  return (
    <div class="frames">
      <ol>
        {frames.map((frame, index) => (
          <li key={index} class={own !== undefined && frame.includes(own) ? "own" : ""}>
            {frame}
          </li>
        ))}
      </ol>
      <CopyButton text={frames.join("\n")} what="the stack" />
    </div>
  );
}
