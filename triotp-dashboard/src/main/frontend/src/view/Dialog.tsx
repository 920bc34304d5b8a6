import { useLayoutEffect, useRef } from "preact/hooks";
import type { Children } from "../shell";

/** A modal dialog: takes the focus and gives it back, closes with Escape. */
export function Dialog(props: { title: string; onClose: () => void; children: Children }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Not after the next picture: a key pressed until then would reach nobody. A dialog that closes gives the focus back itself.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => event.target === dialog.current && props.onClose()}
    >
      <div class="dialog-body">
        <header>
          <h2>{props.title}</h2>
          <button type="button" class="plain" aria-label="Close" onClick={props.onClose}>
            <span aria-hidden="true">✕</span>
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  );
}
