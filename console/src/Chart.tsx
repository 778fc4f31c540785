/** The frame of a picture of our own: its name, what belongs to it, and the drawing, at its latest end where it is wide. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Properties {
  name: string;
  width: number;
  height: number;
  /** A legend, or a choice of what is drawn. */
  beside: ComponentChildren;
  /** A picture without words can be as small as it must; what there is to say stands below it. */
  below?: ComponentChildren;
  /** What is drawn: SVG elements. */
  children: ComponentChildren;
}

export function Chart({ name, width, height, beside, below, children }: Properties) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollTo({ left: width, behavior: "instant" }), []);
  return (
    <figure class={`chart ${below ? "whole" : ""}`}>
      <figcaption>
        <strong>{name}</strong>
        {beside}
      </figcaption>
      <div class="scrolled" ref={place}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={name}>
          {children}
        </svg>
      </div>
      {below}
    </figure>
  );
}
