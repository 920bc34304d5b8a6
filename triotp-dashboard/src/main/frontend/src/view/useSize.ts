import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** How high and wide an element is now. */
export function useHeight(element: RefObject<Element | null>): number {
  return useSize(element).height;
}

export function useSize(element: RefObject<Element | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 600 });
  useLayoutEffect(() => {
    const watched = element.current;
    if (watched === null) {
      return;
    }
    const measure = () => setSize({ width: watched.clientWidth, height: watched.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  return size;
}
