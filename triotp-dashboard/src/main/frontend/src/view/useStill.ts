import { useEffect, useRef, useState } from "preact/hooks";
import { applied } from "../shell";

/**
 * Keeps what somebody points at where it is. `arrange` makes of what was shown and of the latest what is shown now.
 * What whoever points has asked for (`follow`) is shown at once.
 */
export function useStill<T>(
  latest: T,
  arrange: (shown: T, latest: T) => { shown: T; waiting: number },
): { shown: T; waiting: number; follow: () => void; pointing: { onPointerEnter: () => void; onPointerLeave: () => void } } {
  const [pointed, setPointed] = useState(false);
  const [, again] = useState(0);
  const kept = useRef<T>(latest);
  const seen = useRef(applied.value);
  const following = useRef(false);
  if (!pointed || seen.current !== applied.value || following.current) {
    kept.current = latest;
    seen.current = applied.value;
    following.current = false;
  }
  const result = pointed ? arrange(kept.current, latest) : { shown: latest, waiting: 0 };
  // A pointer that leaves the window leaves no element.
  useEffect(() => {
    const left = () => setPointed(false);
    document.documentElement.addEventListener("pointerleave", left);
    addEventListener("blur", left);
    return () => {
      document.documentElement.removeEventListener("pointerleave", left);
      removeEventListener("blur", left);
    };
  }, []);
  return {
    ...result,
    follow: () => {
      following.current = true;
      again((times) => times + 1);
    },
    pointing: { onPointerEnter: () => setPointed(true), onPointerLeave: () => setPointed(false) },
  };
}
