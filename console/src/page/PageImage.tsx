/** The picture of a page with the cited places framed on it. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Box } from "../api";
import { image } from "../client";
import { t } from "../i18n";
import { useLoaded } from "../load";
import { Trouble } from "../Trouble";

interface Properties {
  document: string;
  version: string;
  page: number;
  boxes: readonly Box[];
}

export function PageImage({ document, version, page, boxes }: Properties) {
  const loaded = useLoaded((stop) => image(document, version, page, stop), [document, version, page]);
  const address = useSignal("");
  const frame = useRef<HTMLDivElement>(null);
  const { value: blob, error } = loaded.value;
  useEffect(() => {
    if (blob === null) return;
    const made = URL.createObjectURL(blob);
    address.value = made;
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  if (error) return <Trouble error={error} />;
  if (address.value === "") return <p class="none">{t("loading")}</p>;
  const show = () => frame.current?.querySelector("rect")?.scrollIntoView({ block: "center" });
  return (
    <div class="page-image" ref={frame}>
      <img src={address.value} alt={t("pageImage", { n: page })} onLoad={show} />
      <svg aria-hidden="true">
        {boxes.map(([x0, y0, x1, y1], index) => (
          <rect key={index} x={share(x0)} y={share(y0)} width={share(x1 - x0)} height={share(y1 - y0)} rx="2" />
        ))}
      </svg>
    </div>
  );
}

function share(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}
