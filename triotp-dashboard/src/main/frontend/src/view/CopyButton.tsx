import { useState } from "preact/hooks";
import { announcement } from "../shell";

/** The clipboard of a browser needs https; without it the text is marked, to be copied by hand. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [done, setDone] = useState(false);
  if (!isSecureContext || navigator.clipboard === undefined) {
    return null;
  }
  return (
    <button
      type="button"
      class="plain small"
      onClick={() =>
        void navigator.clipboard.writeText(text).then(() => {
          setDone(true);
          announcement.value = `Copied ${what}`;
          setTimeout(() => setDone(false), 2000);
        })
      }
    >
      {done ? "Copied" : `Copy ${what}`}
    </button>
  );
}
